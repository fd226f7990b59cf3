import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { countAttempt, resetAttempts } from './attempt-limits.ts';
import { isUsableHere, PUBLISHED_DEMO_PASSWORD } from './demo-accounts.ts';
import { verifyPassword } from './password.ts';

/**
 * Checks a username or email and its password. An unknown name and a wrong password have the same result after the same
 * work.
 * @param address key of the IP address, for the limit on attempts.
 * @returns what a session needs.
 * @throws {ExpectedError} wrong-sign-in, suspended, demo-account, too-many-attempts, try-later
 */
export async function authenticate(
  { name, password }: { name: string; password: string },
  address: string,
): Promise<{ id: string; sessionVersion: number }> {
  // In sequence: an address that has reached its limit cannot use up the attempts for someone else's name.
  await countAttempt({ 'sign-in-address': address });
  await countAttempt({ 'sign-in-name': name });
  const user = await db().user.findUnique({
    where: name.includes('@') ? { email: name } : { username: name },
    select: { id: true, passwordHash: true, sessionVersion: true, suspendedAt: true, isDemo: true },
  });
  const matches = await verifyPassword(user?.passwordHash, password);
  if (!user || !matches) throw new ExpectedError('wrong-sign-in', 'password');
  if (user.suspendedAt) throw new ExpectedError('suspended');
  if (!isUsableHere(user) || (user.isDemo && password === PUBLISHED_DEMO_PASSWORD))
    throw new ExpectedError('demo-account');
  await resetAttempts('sign-in-name', name);
  return { id: user.id, sessionVersion: user.sessionVersion };
}
