'use server';

import { redirect } from 'next/navigation';
import { formOf, parseForm, requireActionViewer, viewerFormAction } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { HIDE_REASON_LENGTH } from '#lib/domain/posts/hide-reason.ts';
import { approvePost, declinePost } from '#lib/posts/approve-post.ts';
import { decideAboutWork } from '#lib/reports/decide-case.ts';
import { approveWorkSchema, declineWorkSchema, hideWorkSchema, showWorkSchema } from '#lib/schemas/moderation.ts';
import { refreshPost } from '#server/page-cache/refresh-post.ts';

/** The list that the form was in, with the result of its button. */
function listUrl(form: FormData, result: Record<string, string>): string {
  const q = form.get('q');
  return `/admin/works?${new URLSearchParams({ q: typeof q === 'string' ? q.slice(0, 254) : '', ...result })}`;
}

/** “Hide this work”. A missing reason is said beside its field. */
export const hideWorkAction = viewerFormAction(
  { schema: hideWorkSchema, shown: { rule: 20, reason: HIDE_REASON_LENGTH } },
  async (viewer, { postId, rule, reason }, form) => {
    const post = await decideAboutWork(viewer, postId, { decision: 'hidden', rule, reason });
    await refreshPost(post, post.username);
    redirect(listUrl(form, { said: 'hidden' }));
  },
);

/** “Do not approve”, with the reason. */
export const declineWorkAction = viewerFormAction(
  { schema: declineWorkSchema, shown: { reason: HIDE_REASON_LENGTH } },
  async (viewer, { postId, reason }) => {
    await declinePost(viewer, postId, reason);
    redirect('/admin/works?waiting=on&said=declined');
  },
);

/** “Approve”. */
export async function approveWorkAction(form: FormData): Promise<void> {
  let result: Record<string, string> = { said: 'approved' };
  try {
    const { postId, version } = parseForm(approveWorkSchema, form);
    const post = await approvePost(await requireActionViewer(), postId, version);
    await refreshPost(post, post.username);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/admin/works?${new URLSearchParams({ waiting: 'on', ...result })}`);
}

/** “Show again”. */
export async function showWorkAction(form: FormData): Promise<void> {
  let result: Record<string, string> = { said: 'shown' };
  try {
    const { postId } = parseForm(showWorkSchema, form);
    const viewer = await requireActionViewer();
    const post = await decideAboutWork(viewer, postId, { decision: 'shown', rule: '', reason: '' });
    await refreshPost(post, post.username);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(listUrl(formOf(form), result));
}
