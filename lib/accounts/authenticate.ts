import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { admitSignIn, type SignInDevice } from './admit-sign-in.ts';
import { isUsableHere, PUBLISHED_DEMO_PASSWORD } from './demo-accounts.ts';
import { verifyPassword } from './password.ts';
import { refusedSignIn } from './refused-sign-in.ts';

/**
 * Checks a username or email and its password. An unknown name and a wrong password have the same result after the same
 * work. Username and email of one account are counted as one.
 * @param address key of the IP address, for the limit on attempts.
 * @param network key of the wider network around it; null if there is none.
 * @param device the browser, if somebody has signed in from it before.
 * @returns what a session needs.
 * @throws {ExpectedError} wrong-sign-in, suspended, demo-account, too-many-attempts, try-later
 */
export async function authenticate(
  { name, password }: { name: string; password: string },
  address: string,
  network: string | null = null,
  device: SignInDevice | null = null,
): Promise<{ id: string; sessionVersion: number }> {
  const user = await db().user.findFirst({
    where: name.includes('@') ? { email: name } : { username: name },
    // Several accounts may have typed the same address; one can have proven it.
    orderBy: [{ emailProvenAt: { sort: 'asc', nulls: 'last' } }, { createdAt: 'desc' }],
    select: { id: true, username: true, passwordHash: true, sessionVersion: true, suspendedAt: true, isDemo: true },
  });
  const subject = user && accountSubject(user);
  const admitted = await admitSignIn({ account: user?.id ?? `name ${name}`, subject, address, network, device });
  const matches = await verifyPassword(user?.passwordHash, password);
  if (!user || !matches) throw refusedSignIn('wrong-sign-in', subject, 'password');
  if (user.suspendedAt) throw refusedSignIn('suspended', subject);
  if (!isUsableHere(user) || (user.isDemo && password === PUBLISHED_DEMO_PASSWORD))
    throw refusedSignIn('demo-account', subject);
  await admitted();
  return { id: user.id, sessionVersion: user.sessionVersion };
}
