/** What can be reported. A message is known by its kind and id alone. */
export const SUBJECT_KINDS = ['work', 'artist', 'message'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export const SUBJECT_NAMES: Readonly<Record<SubjectKind, string>> = {
  work: 'Work',
  artist: 'Artist',
  message: 'Message',
};

/** What is reported, as it is known when that happens. */
export type ReportSubject = {
  kind: SubjectKind;
  id: string;
  /** A title, a username, the beginning of a message. */
  name: string;
  /** Whose it is; null if they have no account. */
  artistId: string | null;
};

/** Why something is reported, and the rule that a decision is about. The keys are stored: none is renamed. */
export const REPORT_REASONS = {
  rights: 'Somebody else made it, or owns the copyright or trademark',
  illegal: 'It is against the law',
  offensive: 'It is offensive or hateful',
  fraud: 'It is fraud, or not as described',
  other: 'Something else',
} as const;

export type ReportReason = keyof typeof REPORT_REASONS;
export const REASON_KEYS = Object.keys(REPORT_REASONS) as [ReportReason, ...ReportReason[]];

/** The reason in words; a version that came later may have stored others. */
export const reasonText = (reason: string): string =>
  Object.hasOwn(REPORT_REASONS, reason) ? REPORT_REASONS[reason as ReportReason] : reason;

export const DECISIONS = ['dismissed', 'hidden', 'shown', 'suspended'] as const;
export type Decision = (typeof DECISIONS)[number];

export const DECISION_NAMES: Readonly<Record<Decision, string>> = {
  dismissed: 'Dismissed',
  hidden: 'Hidden',
  shown: 'Shown again',
  suspended: 'Artist suspended',
};

export const isDecision = (text: string): text is Decision => (DECISIONS as readonly string[]).includes(text);

/** The decisions after which the artist may answer. */
export const canBeAnswered = (decision: string): boolean => decision === 'hidden';

/**
 * What may be decided about a subject. A work is hidden or shown; admins alone suspend its artist.
 * @param isHidden whether a moderator or an admin has hidden it
 * @param canBeSuspended whether it has an artist with an account who is not suspended already
 */
export function possibleDecisions(
  kind: SubjectKind,
  {
    isOpen,
    isHidden,
    canBeSuspended,
    isAdmin,
  }: { isOpen: boolean; isHidden: boolean; canBeSuspended: boolean; isAdmin: boolean },
): Decision[] {
  const possible: Decision[] = [];
  if (kind === 'work') possible.push(isHidden ? 'shown' : 'hidden');
  if (isOpen) possible.push('dismissed');
  if (isAdmin && canBeSuspended) possible.push('suspended');
  return possible;
}

/** Characters. */
export const REPORT_LIMITS = { text: 2_000, email: 254, answer: 2_000 };
export const SHOWN_IN_REPORT = { reason: 20, text: REPORT_LIMITS.text, email: REPORT_LIMITS.email };

/** Receipts of reports to one address in a day: anybody can type anybody's address. */
export const MAX_RECEIPTS_A_DAY = 10;

/**
 * Mails to somebody who has reported something: that it has arrived, what was decided (DSA, article 16), and a copy of the
 * counter-notice to a notice of theirs.
 */
export type ReportMailKind = 'report-received' | 'report-decided' | 'report-countered';
