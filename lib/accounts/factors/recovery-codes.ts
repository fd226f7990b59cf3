import { createHash, randomInt } from 'node:crypto';
import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import {
  groupedCode,
  plainCode,
  RECOVERY_ALPHABET,
  RECOVERY_CODES,
  RECOVERY_GROUPS,
} from '#lib/domain/second-factors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { lockAccount } from './lock-account.ts';
import { reportFactor } from './report-factor.ts';
import { requireSignInMethods } from './sign-in-methods.ts';

/** Some 117 bits each: they cannot be guessed, also with the hash, so it needs neither a key nor time (ASVS 5.0, 6.5.2). */
const newCode = () =>
  Array.from({ length: RECOVERY_GROUPS.groups * RECOVERY_GROUPS.length }, () =>
    RECOVERY_ALPHABET.charAt(randomInt(RECOVERY_ALPHABET.length)),
  ).join('');

const hashOf = (userId: string, code: string) =>
  new Uint8Array(createHash('sha256').update(`${userId} ${code}`).digest());

/** Ten new codes instead of those that there were. @returns them as people see them, this once. */
async function storeRecoveryCodes(tx: Db, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ userId, hash: hashOf(userId, code) })) });
  return codes.map(groupedCode);
}

/** The first factor of an account comes with recovery codes. @returns them, or null if there are some already. */
export async function storeFirstRecoveryCodes(tx: Db, userId: string): Promise<string[] | null> {
  return (await tx.recoveryCode.count({ where: { userId } })) > 0 ? null : storeRecoveryCodes(tx, userId);
}

/** Codes for an account without a factor would open nothing. */
export async function deleteIdleRecoveryCodes(tx: Db, userId: string): Promise<void> {
  const { hasSecondFactor } = await requireSignInMethods(userId, tx);
  if (!hasSecondFactor) await tx.recoveryCode.deleteMany({ where: { userId } });
}

/** Ten new recovery codes; the old ones are of no use afterwards. @throws {ExpectedError} no-second-factor, signed-out */
export async function replaceRecoveryCodes(viewer: Viewer): Promise<string[]> {
  return db().$transaction(async (tx: Db) => {
    await lockAccount(tx, viewer.id);
    const { hasSecondFactor } = await requireSignInMethods(viewer.id, tx);
    if (!hasSecondFactor) throw new ExpectedError('no-second-factor');
    await reportFactor(tx, viewer, 'recovery-codes-replaced');
    return storeRecoveryCodes(tx, viewer.id);
  });
}

/** Uses up a recovery code, once. @returns whether it was one of the account's. */
export async function takeRecoveryCode(userId: string, typed: string): Promise<boolean> {
  return db().$transaction(async (tx: Db) => {
    const { count } = await tx.recoveryCode.deleteMany({ where: { userId, hash: hashOf(userId, plainCode(typed)) } });
    if (count === 0) return false;
    const owner = await tx.user.findFirstOrThrow({
      where: { id: userId },
      select: { id: true, username: true, email: true, _count: { select: { recoveryCodes: true } } },
    });
    await reportFactor(tx, owner, 'recovery-code-used', { left: String(owner._count.recoveryCodes) });
    return true;
  });
}
