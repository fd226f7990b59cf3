import { z } from 'zod';
import { HIDE_REASON_LENGTH } from '#lib/domain/posts/hide-reason.ts';
import { REASON_KEYS } from '#lib/domain/reports/report.ts';
import { text } from './text.ts';

const TOO_LONG = `Keep the reason to ${HIDE_REASON_LENGTH} characters.`;

/** “Hide” beside a work. Its artist reads the reason. */
export const hideWorkSchema = z.object({
  postId: z.uuid(),
  rule: z.enum(REASON_KEYS, 'Choose the rule that it is about.'),
  reason: text(HIDE_REASON_LENGTH, TOO_LONG).refine((reason) => reason !== '', 'Say why: the artist will read it.'),
});

export const showWorkSchema = z.object({ postId: z.uuid() });
