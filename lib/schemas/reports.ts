import { z } from 'zod';
import { HIDE_REASON_LENGTH } from '#lib/domain/posts/hide-reason.ts';
import { MAX_LOCATIONS, NOTICE_LIMITS } from '#lib/domain/reports/notice.ts';
import { DECISIONS, REASON_KEYS, REPORT_LIMITS, SUBJECT_KINDS } from '#lib/domain/reports/report.ts';
import { changeEmailSchema } from './accounts.ts';
import { bounded, line, storable, text } from './text.ts';

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

/** What a moderator decides. `version` is that of the case which the page showed. */
export const decisionSchema = z
  .object({
    caseId: z.uuid(),
    version: z.coerce.number().int().nonnegative(),
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

/** The artist's answer to a decision. */
export const answerSchema = z.object({
  decisionId: z.uuid(),
  answer: text(REPORT_LIMITS.answer, TOO_LONG).refine((answer) => answer !== '', 'Say what you want to answer.'),
});

const required = (max: number, missing: string) =>
  text(max, `Keep this to ${max.toLocaleString('en')} characters.`).refine((value) => value !== '', missing);
const declared = (missing: string) => z.literal('on', missing);
const person = {
  name: line(NOTICE_LIMITS.name, `Keep the name to ${NOTICE_LIMITS.name} characters.`).refine(
    (name) => name !== '',
    'Enter your full name.',
  ),
  address: required(NOTICE_LIMITS.address, 'Enter your postal address.'),
  signature: line(NOTICE_LIMITS.name, `Keep the name to ${NOTICE_LIMITS.name} characters.`),
};
const isSigned = ({ name, signature }: { name: string; signature: string }) =>
  name === '' || name.toLocaleLowerCase() === signature.toLocaleLowerCase();
const UNSIGNED = { path: ['signature'], error: 'Type your name as above: it is your signature.' };

/** Where works are, one URL on each line. */
const locations = bounded(NOTICE_LIMITS.locations, 'Keep this to 6,000 characters.')
  .transform((typed) => [...new Set(storable(typed).split(/\s+/))].filter((url) => url !== ''))
  .refine((urls) => urls.length > 0, 'Enter the URL of each work, one on each line.')
  .refine((urls) => urls.length <= MAX_LOCATIONS, `Name up to ${MAX_LOCATIONS} works in one notice.`);

/** The notice of a rights holder: 17 U.S.C. § 512(c)(3)(A) and article 16(2) of the DSA. */
export const rightsNoticeSchema = z
  .object({
    locations,
    work: required(NOTICE_LIMITS.work, 'Say what is infringed: which work of yours, or which trademark.'),
    explanation: required(NOTICE_LIMITS.explanation, 'Say why you think so.'),
    ...person,
    email,
    goodFaith: declared('Your notice needs this statement.'),
    accurate: declared('Your notice needs this statement.'),
  })
  .refine(isSigned, UNSIGNED);

export type RightsNotice = z.output<typeof rightsNoticeSchema>;

/** The counter-notice of an artist: 17 U.S.C. § 512(g)(3). */
export const counterNoticeSchema = z
  .object({
    decisionId: z.uuid(),
    ...person,
    phone: line(NOTICE_LIMITS.phone, `Keep the number to ${NOTICE_LIMITS.phone} characters.`).refine(
      (phone) => phone !== '',
      'Enter your telephone number.',
    ),
    mistaken: declared('Your counter-notice needs this statement.'),
    jurisdiction: declared('Your counter-notice needs this statement.'),
  })
  .refine(isSigned, UNSIGNED);

export type CounterNotice = z.output<typeof counterNoticeSchema>;

/** Filters of the queue. Anybody can edit a URL: an invalid value counts as missing. */
export const caseFilterSchema = z.object({
  kind: z.enum(SUBJECT_KINDS).nullable().catch(null).default(null),
  state: z.enum(['open', 'closed']).catch('open').default('open'),
});

export type CaseFilter = z.output<typeof caseFilterSchema>;
