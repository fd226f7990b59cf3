import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';

/**
 * Deletes personal access tokens that ended thirty days ago; until then their owners see why a program stopped. Refresh tokens
 * go with their sessions.
 * @returns how many
 */
export async function deleteEndedTokens(): Promise<number> {
  const { count } = await db().personalToken.deleteMany({
    where: { expiresAt: { lt: keptSince(KEPT_SECONDS.endedPersonalToken) } },
  });
  return count;
}
