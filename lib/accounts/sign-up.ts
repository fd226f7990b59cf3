import { db, isUniqueViolation } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { SignUp } from '#lib/schemas/accounts.ts';
import { countAttempt } from './attempt-limits.ts';
import { rememberNetwork } from './known-networks.ts';
import { hashPassword, isCommonPassword } from './password.ts';

/**
 * Creates an account.
 * @param address key of the IP address, for the limit on attempts.
 * @param network key of the wider network around it; null if there is none.
 * @returns what a session needs.
 * @throws {ExpectedError} common-password, username-taken, email-taken, too-many-attempts, try-later
 */
export async function signUp(
  input: SignUp,
  address: string,
  network: string | null = null,
): Promise<{ id: string; sessionVersion: number }> {
  await countAttempt({ 'sign-up-address': address, 'sign-up-network': network });
  if (isCommonPassword(input.password, input.username, input.email))
    throw new ExpectedError('common-password', 'password');
  const passwordHash = await hashPassword(input.password);
  try {
    const created = await db().user.create({
      data: { username: input.username, email: input.email, displayName: input.username, passwordHash },
      select: { id: true, sessionVersion: true },
    });
    await rememberNetwork(created.id, address);
    return created;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const taken = await db().user.count({ where: { username: input.username } });
    throw taken > 0 ? new ExpectedError('username-taken', 'username') : new ExpectedError('email-taken', 'email');
  }
}
