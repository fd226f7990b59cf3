import { KEPT_SECONDS } from './retention.ts';

/** A session as its cookie names it. */
export type SessionRef = { userId: string; sessionId: string };

/** Where somebody signs in. */
export type SessionOrigin = {
  /** Browser and system, `Firefox on Windows`, or a program, `API: curl`; '' if unknown. */
  device: string;
  /** ISO 3166 alpha-2, or null. */
  country: string | null;
};

/** A session as its owner sees it. */
export type ListedSession = {
  id: string;
  /** '' if unknown. */
  device: string;
  country: string | null;
  /** ISO 8601. */
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
};

/** How long a session lasts from its sign-in, seconds. Nothing extends it. Moderators' are as short as admins'. */
export const SESSION_SECONDS = { MEMBER: KEPT_SECONDS.memberSession, ADMIN: KEPT_SECONDS.adminSession } as const;

/** How long a proof of who somebody is lasts, in one session, for what needs a recent one; seconds. */
export const PROOF_SECONDS = 15 * 60;

/**
 * How long a session lasts without a request, seconds. For admins as NIST SP 800-63B-4 recommends for two factors; it asks for
 * none with one factor.
 */
export const IDLE_SECONDS = { MEMBER: KEPT_SECONDS.idleMemberSession, ADMIN: KEPT_SECONDS.idleAdminSession } as const;

/** For roles that may do more than a member, what holds for admins. */
export const idleSecondsOf = (role: string): number => (role === 'MEMBER' ? IDLE_SECONDS.MEMBER : IDLE_SECONDS.ADMIN);

/** Browsers' sessions that one account can have, and as many of programs; the oldest ones end when there are more. */
export const MAX_SESSIONS = 50;

/** `lastSeenAt` of a session is at most this much too old, seconds. */
export const LAST_SEEN_SECONDS = 5 * 60;
