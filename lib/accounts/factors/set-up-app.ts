import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { APP_SET_UP_SECONDS, plainCode } from '#lib/domain/second-factors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { openSecret, sealSecret } from '#lib/sealed-secret.ts';
import { countAttempt, resetAttempts } from '../attempt-limits.ts';
import { appSecretTexts, newAppSecret, stepOfCode } from './app-code.ts';
import { lockAccount } from './lock-account.ts';
import { deleteIdleRecoveryCodes, storeFirstRecoveryCodes } from './recovery-codes.ts';
import { reportFactor } from './report-factor.ts';

/**
 * Begins to set up an authenticator app: the same secret for an hour, so that a page which is loaded again shows it again.
 * @returns the secret as text and as the URL of a QR code.
 * @throws {ExpectedError} app-exists
 */
export async function beginAppSetUp(viewer: Viewer): Promise<{ secret: string; url: string }> {
  const stored = await db().authenticatorApp.findFirst({ where: { userId: viewer.id } });
  if (stored?.confirmedAt) throw new ExpectedError('app-exists');
  const isFresh = stored && Date.now() - stored.createdAt.getTime() < APP_SET_UP_SECONDS * 1_000;
  const known = isFresh ? openSecret('authenticator app', viewer.id, stored.secret) : null;
  if (known) return appSecretTexts(known, viewer.username);
  const secret = newAppSecret();
  const sealed = sealSecret('authenticator app', viewer.id, secret);
  const written = await db().$executeRaw`
    INSERT INTO authenticator_apps (user_id, secret) VALUES (${viewer.id}::uuid, ${sealed})
    ON CONFLICT (user_id) DO UPDATE SET secret = EXCLUDED.secret, created_at = now()
      WHERE authenticator_apps.confirmed_at IS NULL`;
  if (written === 0) throw new ExpectedError('app-exists');
  return appSecretTexts(secret, viewer.username);
}

/**
 * Ends the set-up with the app's first code: from now on signing in asks for one.
 * @returns recovery codes, to be shown once; null if the account has some.
 * @throws {ExpectedError} wrong-code, app-exists, too-many-attempts, try-later, signed-out
 */
export async function confirmAppSetUp(viewer: Viewer, typed: string): Promise<string[] | null> {
  await countAttempt({ 'confirm-account': viewer.id });
  const codes = await db().$transaction(async (tx: Db) => {
    await lockAccount(tx, viewer.id);
    const stored = await tx.authenticatorApp.findFirst({ where: { userId: viewer.id } });
    if (stored?.confirmedAt) throw new ExpectedError('app-exists');
    const secret = stored && openSecret('authenticator app', viewer.id, stored.secret);
    const step = secret ? stepOfCode(secret, plainCode(typed)) : null;
    if (step === null) throw new ExpectedError('wrong-code', 'code');
    await tx.authenticatorApp.update({
      where: { userId: viewer.id },
      data: { confirmedAt: new Date(), lastStep: BigInt(step) },
    });
    await reportFactor(tx, viewer, 'factor-added', { factor: 'app' });
    return storeFirstRecoveryCodes(tx, viewer.id);
  });
  await resetAttempts('confirm-account', viewer.id);
  return codes;
}

/** Removes the account's authenticator app. @throws {ExpectedError} not-found, if it has none; signed-out */
export async function removeApp(viewer: Viewer): Promise<void> {
  await db().$transaction(async (tx: Db) => {
    await lockAccount(tx, viewer.id);
    const { count } = await tx.authenticatorApp.deleteMany({
      where: { userId: viewer.id, confirmedAt: { not: null } },
    });
    if (count === 0) throw new ExpectedError('not-found');
    await deleteIdleRecoveryCodes(tx, viewer.id);
    await reportFactor(tx, viewer, 'factor-removed', { factor: 'app' });
  });
}
