import { endSession } from '#lib/accounts/end-session.ts';
import { verifyAccessToken } from './access-token.ts';
import { deleteFoundToken } from './delete-personal-token.ts';
import { findRefreshToken } from './find-refresh-token.ts';
import { isPersonalToken } from './personal-token.ts';

/**
 * Ends what somebody has who holds this token (RFC 7009): the grant of an access or refresh token, with all of its tokens, or
 * a personal access token. A text that is no token, or none any more, changes nothing.
 */
export async function revokeToken(token: string): Promise<void> {
  if (isPersonalToken(token)) return deleteFoundToken(token);
  const grant = await findRefreshToken(token);
  const session = grant
    ? { userId: grant.session.userId, sessionId: grant.session.id }
    : await verifyAccessToken(token);
  if (session) await endSession(session);
}
