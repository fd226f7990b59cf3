import { randomInt } from 'node:crypto';
import { db, isUniqueViolation } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { slugify } from '#lib/domain/posts/slug.ts';
import { countAttempt } from './attempt-limits.ts';
import { refusedSignIn } from './refused-sign-in.ts';

/** A person as GitHub or Google knows them. `email` is verified by the provider. */
export type ProviderIdentity = { provider: string; subject: string; email: string; name: string };

/**
 * Finds or creates the account of a GitHub or Google sign-in. An address that an account has proven is refused: its owner
 * joins the two first (lib/accounts/join-identity.ts).
 * @param from keys of the IP address and of the network around it, for the limit on new accounts; null is not counted.
 * @returns what a session needs.
 * @throws {ExpectedError} email-taken, suspended, too-many-attempts, try-later
 */
export async function signInWithIdentity(
  identity: ProviderIdentity,
  from: { address: string | null; network: string | null } = { address: null, network: null },
): Promise<{ id: string; sessionVersion: number }> {
  const { provider, subject, email, name } = identity;
  const known = await db().identity.findFirst({
    where: { provider, subject },
    select: { user: { select: { id: true, username: true, sessionVersion: true, suspendedAt: true } } },
  });
  // The identities of a closed account are gone: who signs in with one again begins as somebody new.
  if (known?.user.suspendedAt) throw refusedSignIn('suspended', accountSubject(known.user));
  if (known) return { id: known.user.id, sessionVersion: known.user.sessionVersion };
  await countAttempt({ 'sign-up-address': from.address, 'sign-up-network': from.network });
  const base = slugify(name).slice(0, 24) || 'artist';
  for (let attempt = 0; ; attempt++) {
    const username = attempt === 0 && base.length > 1 ? base : `${base}-${randomInt(10_000, 100_000)}`;
    try {
      return await db().user.create({
        data: {
          username,
          email,
          emailProvenAt: new Date(),
          displayName: name || username,
          identities: { create: { provider, subject } },
        },
        select: { id: true, sessionVersion: true },
      });
    } catch (error) {
      if (!isUniqueViolation(error) || attempt >= 5) throw error;
      if ((await db().user.count({ where: { email, emailProvenAt: { not: null } } })) > 0)
        throw new ExpectedError('email-taken');
    }
  }
}
