'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { viewerFormAction } from '#lib/auth/form-action.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { HIDE_REASON_LENGTH } from '#lib/domain/posts/hide-reason.ts';
import { decideCase } from '#lib/reports/decide-case.ts';
import { caseFilterSchema, decisionSchema } from '#lib/schemas/reports.ts';
import { refreshPost } from '#server/page-cache/refresh-post.ts';

const placeSchema = z.string().max(300).catch('');

/** The list that the form was in, with the result of its button. */
function listUrl(form: FormData, said: string): string {
  const query = new URLSearchParams(placeSchema.parse(form.get('place')));
  const { kind, state } = caseFilterSchema.parse(Object.fromEntries(query));
  return `/admin/reports?${new URLSearchParams({ ...(kind && { kind }), state, said })}`;
}

/** A decision about a case. What is missing is said beside its field. */
export const decideCaseAction = viewerFormAction(
  { schema: decisionSchema, shown: { rule: 20, reason: HIDE_REASON_LENGTH } },
  async (viewer, { caseId, version, ...choice }, form) => {
    if (choice.decision === 'suspended' && viewer.role === 'ADMIN') await requireRecentProof(listUrl(form, 'proven'));
    const post = await decideCase(viewer, { caseId, version }, choice);
    if (post) await refreshPost(post, post.username);
    redirect(listUrl(form, choice.decision));
  },
);
