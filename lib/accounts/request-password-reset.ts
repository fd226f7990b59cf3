import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { countAttempt } from './attempt-limits.ts';

/**
 * Somebody forgot the password of an account. Only what they typed is written down, so that the page takes the same time
 * for every name; the worker looks for the account.
 * @param name a username or an email.
 * @param from keys of the IP address and of the wider network around it.
 * @throws {ExpectedError} too-many-attempts, try-later
 */
export async function requestPasswordReset(
  name: string,
  from: { address: string; network: string | null },
): Promise<void> {
  await countAttempt({ 'reset-address': from.address, 'reset-network': from.network });
  await countAttempt({ 'reset-name': name });
  await db().passwordResetRequest.create({ data: { name }, select: { id: true } });
}

/**
 * The same for somebody who is signed in and has no password yet, because they sign in with GitHub or Google.
 * @throws {ExpectedError} too-many-attempts, try-later
 */
export async function sendPasswordLink({ username }: Viewer): Promise<void> {
  await countAttempt({ 'reset-name': username });
  await db().passwordResetRequest.create({ data: { name: username }, select: { id: true } });
}
