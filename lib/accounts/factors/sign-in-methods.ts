import { type Db, db } from '#lib/db.ts';
import { hasSecondFactor, type SignInMethods } from '#lib/domain/second-factors.ts';

/** How this account can be opened; the newest passkey first. It must exist. */
export async function requireSignInMethods(
  userId: string,
  client: Db = db(),
): Promise<SignInMethods & { hasSecondFactor: boolean }> {
  // One after the other: a transaction has one connection.
  const { passwordHash } = await client.user.findFirstOrThrow({
    where: { id: userId },
    select: { passwordHash: true },
  });
  const identities = await client.identity.findMany({ where: { userId }, select: { provider: true } });
  const app = await client.authenticatorApp.findFirst({ where: { userId }, select: { confirmedAt: true } });
  const passkeys = await client.passkey.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    select: { id: true, name: true, isBackedUp: true, createdAt: true, lastUsedAt: true },
  });
  const recoveryCodes = await client.recoveryCode.count({ where: { userId } });
  const methods: SignInMethods = {
    hasPassword: passwordHash !== null,
    providers: identities.map(({ provider }) => provider),
    hasApp: Boolean(app?.confirmedAt),
    passkeys: passkeys.map(({ createdAt, lastUsedAt, ...passkey }) => ({
      ...passkey,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    recoveryCodes,
  };
  return { ...methods, hasSecondFactor: hasSecondFactor(methods) };
}
