import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { isAppCode, plainCode } from '#lib/domain/second-factors.ts';
import { logger } from '#lib/logger.ts';
import { openSecret } from '#lib/sealed-secret.ts';
import { resetAttempts, returnAttempt } from '../attempt-limits.ts';
import { countSignIn } from '../count-sign-in.ts';
import { refusedSignIn } from '../refused-sign-in.ts';
import { stepOfCode } from './app-code.ts';
import { takeRecoveryCode } from './recovery-codes.ts';

/**
 * Takes a code of the account's authenticator app, or one of its recovery codes. Each counts once.
 * @param address key of the IP address, for the limit on attempts.
 * @returns which of the two it was.
 * @throws {ExpectedError} wrong-code, too-many-attempts, try-later
 */
export async function takeCode(userId: string, typed: string, address: string): Promise<'app' | 'recovery'> {
  const here = `${userId} ${address}`;
  const owner = await db().user.findFirst({ where: { id: userId }, select: { id: true, username: true } });
  const subject = owner && accountSubject(owner);
  await countSignIn({ 'second-factor': here }, subject);
  await countSignIn({ 'second-factor-account': userId }, subject);
  const code = plainCode(typed);
  const isRight = isAppCode(code) ? await takeAppCode(userId, code) : await takeRecoveryCode(userId, code);
  if (!isRight) throw refusedSignIn('wrong-code', subject, 'code');
  await Promise.all([resetAttempts('second-factor', here), returnAttempt('second-factor-account', userId)]);
  return isAppCode(code) ? 'app' : 'recovery';
}

async function takeAppCode(userId: string, code: string): Promise<boolean> {
  const app = await db().authenticatorApp.findFirst({ where: { userId, confirmedAt: { not: null } } });
  if (!app) return false;
  const secret = openSecret('authenticator app', userId, app.secret);
  if (!secret) {
    logger().error({ userId }, 'the secret of an authenticator app cannot be read: NEXTAUTH_SECRET has changed');
    return false;
  }
  const step = stepOfCode(secret, code);
  if (step === null) return false;
  // Two requests with one code, or one that was seen over a shoulder: only the first is later than the last.
  const { count } = await db().authenticatorApp.updateMany({
    where: { userId, secret: app.secret, lastStep: { lt: BigInt(step) } },
    data: { lastStep: BigInt(step) },
  });
  return count === 1;
}
