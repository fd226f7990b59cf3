import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { resetAttempts, returnAttempt } from './attempt-limits.ts';
import { addressSubject, countSignIn } from './count-sign-in.ts';
import { isUsableHere, PUBLISHED_DEMO_PASSWORD } from './demo-accounts.ts';
import { isKnownNetwork, rememberNetwork } from './known-networks.ts';
import { verifyPassword } from './password.ts';
import { refusedSignIn } from './refused-sign-in.ts';

/**
 * Checks a username or email and its password. An unknown name and a wrong password have the same result after the same
 * work. Username and email of one account are counted as one.
 * @param address key of the IP address, for the limit on attempts.
 * @param network key of the wider network around it; null if there is none.
 * @returns what a session needs.
 * @throws {ExpectedError} wrong-sign-in, suspended, demo-account, too-many-attempts, try-later
 */
export async function authenticate(
  { name, password }: { name: string; password: string },
  address: string,
  network: string | null = null,
): Promise<{ id: string; sessionVersion: number }> {
  // In sequence: an address that has reached its limit cannot use up the attempts for someone else's account.
  await countSignIn({ 'sign-in-address': address, 'sign-in-network': network }, addressSubject());
  const user = await db().user.findFirst({
    where: name.includes('@') ? { email: name } : { username: name },
    // Several accounts may have typed the same address; one can have proven it.
    orderBy: [{ emailProvenAt: { sort: 'asc', nulls: 'last' } }, { createdAt: 'desc' }],
    select: { id: true, username: true, passwordHash: true, sessionVersion: true, suspendedAt: true, isDemo: true },
  });
  const subject = user && accountSubject(user);
  const account = user?.id ?? `name ${name}`;
  const accountHere = `${account} ${address}`;
  await countSignIn({ 'sign-in-name': accountHere }, subject);
  const isKnown = await isKnownNetwork(account, address);
  // A household may have a whole /56: without a limit of its own it could use up the account's attempts for everybody.
  const accountNear = network && !isKnown ? `${account} ${network}` : null;
  await countSignIn({ 'sign-in-name-network': accountNear }, subject);
  if (!isKnown) await countSignIn({ 'sign-in-account': account }, subject);
  const matches = await verifyPassword(user?.passwordHash, password);
  if (!user || !matches) throw refusedSignIn('wrong-sign-in', subject, 'password');
  if (user.suspendedAt) throw refusedSignIn('suspended', subject);
  if (!isUsableHere(user) || (user.isDemo && password === PUBLISHED_DEMO_PASSWORD))
    throw refusedSignIn('demo-account', subject);
  await Promise.all([
    resetAttempts('sign-in-name', accountHere),
    accountNear && returnAttempt('sign-in-name-network', accountNear),
    isKnown ? null : returnAttempt('sign-in-account', account),
    rememberNetwork(account, address),
  ]);
  return { id: user.id, sessionVersion: user.sessionVersion };
}
