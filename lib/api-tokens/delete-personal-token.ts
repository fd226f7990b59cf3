import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { personalTokenHash } from './personal-token.ts';

/**
 * Deletes one of the viewer's personal access tokens. No recent proof is asked for: it takes rights away.
 * @throws {ExpectedError} not-found, also for another account's
 */
export async function deletePersonalToken(viewer: Viewer, id: string): Promise<void> {
  await db().$transaction(async (tx: Db) => {
    const token = await tx.personalToken.findFirst({ where: { id, userId: viewer.id }, select: { name: true } });
    const { count } = await tx.personalToken.deleteMany({ where: { id, userId: viewer.id } });
    if (!token || count === 0) throw new ExpectedError('not-found');
    const details = { name: token.name };
    await recordAudit({ actor: viewer, action: 'token-deleted', subject: accountSubject(viewer), details }, tx);
  });
}

/** The same by somebody who holds it, such as one who has found it. One that is none any more changes nothing. */
export async function deleteFoundToken(token: string): Promise<void> {
  const hash = personalTokenHash(token);
  if (!hash) return;
  await db().$transaction(async (tx: Db) => {
    const [deleted] = await tx.$queryRaw<{ id: string; username: string; name: string }[]>`
      DELETE FROM personal_tokens USING users WHERE hash = ${hash} AND users.id = user_id
      RETURNING users.id, username::text AS username, name`;
    if (!deleted) return;
    const details = { name: deleted.name, by: 'its holder' };
    await recordAudit({ actor: null, action: 'token-deleted', subject: accountSubject(deleted), details }, tx);
  });
}
