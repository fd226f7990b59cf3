'use server';

import { redirect } from 'next/navigation';
import { formOf, parseForm, requireActionViewer, viewerFormAction } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { HIDE_REASON_LENGTH } from '#lib/domain/posts/hide-reason.ts';
import { decideAboutWork } from '#lib/reports/decide-case.ts';
import { hideWorkSchema, showWorkSchema } from '#lib/schemas/moderation.ts';
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
