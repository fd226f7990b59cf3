import type { SubjectKind } from './report.ts';

/** Times are ISO 8601. */
export type CaseReport = {
  id: string;
  reason: string;
  text: string;
  createdAt: string;
  /** Who it is from, for admins alone; null for others, and where nobody said. */
  email: string | null;
  /** The fields of a rights holder's notice, with their labels. */
  notice: readonly [label: string, value: string][];
};

export type CaseDecisionRow = {
  id: string;
  decision: string;
  rule: string;
  reason: string;
  moderator: string;
  decidedAt: string;
  answer: string | null;
  answeredAt: string | null;
  counter: {
    at: string;
    /** Its fields with their labels. */
    fields: readonly [label: string, value: string][];
    /** When the work may be shown again. */
    from: string;
    until: string;
  } | null;
};

/** A case as moderators see it. */
export type CaseRow = {
  id: string;
  /** Grows with every report, answer and decision. */
  version: number;
  kind: SubjectKind;
  name: string;
  /** Where it can be looked at; null where nobody can. */
  path: string | null;
  artist: { username: string; displayName: string; isSuspended: boolean } | null;
  isOpen: boolean;
  openedAt: string;
  /** Whether a moderator has hidden the work. */
  isHidden: boolean;
  /** Since when it waits, newest last; at most twenty. */
  reports: CaseReport[];
  /** Reports beyond these. */
  more: number;
  /** The newest first. */
  decisions: CaseDecisionRow[];
};

/** A decision about a work of the viewer, as its artist reads it. */
export type OwnDecision = {
  id: string;
  title: string;
  decision: string;
  rule: string;
  reason: string;
  decidedAt: string;
  isReported: boolean;
  answer: string | null;
  /** Whether it is in force and was not answered yet. */
  canAnswer: boolean;
  /** The same of a counter-notice, which is for decisions about rights. */
  canCounter: boolean;
  counteredAt: string | null;
};
