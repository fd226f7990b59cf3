import { z } from 'zod';
import { HIDE_REASON_LENGTH } from '#lib/domain/posts/hide-reason.ts';
import { DECISIONS, REASON_KEYS, REPORT_LIMITS, SUBJECT_KINDS } from '#lib/domain/reports/report.ts';
import { changeEmailSchema } from './accounts.ts';
import { text } from './text.ts';

const reason = z.enum(REASON_KEYS, 'Choose a reason.');
const TOO_LONG = `Keep the text to ${REPORT_LIMITS.text.toLocaleString('en')} characters.`;
const email = changeEmailSchema.shape.email;

/** The form of a report; without an address nobody is told what becomes of it. */
export const reportSchema = z
  .object({
    reason,
    text: text(REPORT_LIMITS.text, TOO_LONG),
    email: z.union([z.literal('').transform(() => null), email]),
  })
  .refine(({ reason: why, text: words }) => why !== 'other' || words !== '', {
    path: ['text'],
    error: 'Say what is wrong.',
  });

export type ReportInput = z.output<typeof reportSchema>;

/** What a moderator decides. `known` is the last decision that the page showed, '' for none. */
export const decisionSchema = z
  .object({
    caseId: z.uuid(),
    known: z.union([z.literal(''), z.uuid()]),
    decision: z.enum(DECISIONS),
    rule: z.union([z.literal(''), reason]).default(''),
    reason: text(HIDE_REASON_LENGTH, `Keep the reason to ${HIDE_REASON_LENGTH} characters.`).default(''),
  })
  .refine(({ decision, reason: words }) => !isRestriction(decision) || words !== '', {
    path: ['reason'],
    error: 'Say why: the artist will read it.',
  })
  .refine(({ decision, rule }) => !isRestriction(decision) || rule !== '', {
    path: ['rule'],
    error: 'Choose the rule that it is about.',
  });

const isRestriction = (decision: string) => decision === 'hidden' || decision === 'suspended';

export type DecisionInput = z.output<typeof decisionSchema>;

/** The artist's answer to a decision. */
export const answerSchema = z.object({
  decisionId: z.uuid(),
  answer: text(REPORT_LIMITS.answer, TOO_LONG).refine((answer) => answer !== '', 'Say what you want to answer.'),
});

/** Filters of the queue. Anybody can edit a URL: an invalid value counts as missing. */
export const caseFilterSchema = z.object({
  kind: z.enum(SUBJECT_KINDS).nullable().catch(null).default(null),
  state: z.enum(['open', 'closed']).catch('open').default('open'),
});

export type CaseFilter = z.output<typeof caseFilterSchema>;
