import { z } from 'zod';
import { HIDE_REASON_LENGTH } from '#lib/domain/posts/hide-reason.ts';
import { REASON_KEYS } from '#lib/domain/reports/report.ts';
import { text } from './text.ts';

const TOO_LONG = `Keep the reason to ${HIDE_REASON_LENGTH} characters.`;

/** “Do not approve” beside a work that waits. Its artist reads the reason. */
export const declineWorkSchema = z.object({
  postId: z.uuid(),
  reason: text(HIDE_REASON_LENGTH, TOO_LONG).refine((reason) => reason !== '', 'Say why: the artist will read it.'),
});

/** “Hide” beside a work. Its artist reads the reason too. */
export const hideWorkSchema = declineWorkSchema.extend({
  rule: z.enum(REASON_KEYS, 'Choose the rule that it is about.'),
});

/** “Approve” beside a work that waits: as it was looked at. */
export const approveWorkSchema = z.object({ postId: z.uuid(), version: z.coerce.number().int().nonnegative() });

export const showWorkSchema = z.object({ postId: z.uuid() });
