import type { JWT } from 'next-auth/jwt';
import type { SessionRef } from '#lib/domain/session.ts';

/** The content of the session cookie: the account, and the row in `sessions`. It lasts no longer than that row. */
export const toToken = ({ userId, sessionId }: SessionRef): JWT => ({ sub: userId, sid: sessionId });

/** The session that a cookie's content names; null if it names none, as those of version 0.2. */
export function fromToken(token: JWT | null | undefined): SessionRef | null {
  if (typeof token?.sub !== 'string' || typeof token.sid !== 'string') return null;
  return { userId: token.sub, sessionId: token.sid };
}
