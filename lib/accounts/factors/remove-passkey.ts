import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { canRemovePasskey } from '#lib/domain/second-factors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { lockAccount } from './lock-account.ts';
import { deleteIdleRecoveryCodes } from './recovery-codes.ts';
import { reportFactor } from './report-factor.ts';
import { requireSignInMethods } from './sign-in-methods.ts';

/**
 * Removes one of the viewer's passkeys.
 * @throws {ExpectedError} not-found (also for another account's), last-way-in, signed-out
 */
export async function removePasskey(viewer: Viewer, passkeyId: string): Promise<void> {
  await db().$transaction(async (tx: Db) => {
    await lockAccount(tx, viewer.id);
    const methods = await requireSignInMethods(viewer.id, tx);
    const passkey = methods.passkeys.find(({ id }) => id === passkeyId);
    if (!passkey) throw new ExpectedError('not-found');
    if (!canRemovePasskey(methods)) throw new ExpectedError('last-way-in');
    await tx.passkey.deleteMany({ where: { id: passkeyId, userId: viewer.id } });
    await deleteIdleRecoveryCodes(tx, viewer.id);
    await reportFactor(tx, viewer, 'factor-removed', { factor: 'passkey', name: passkey.name });
  });
}
