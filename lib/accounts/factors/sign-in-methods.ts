import { type Db, db } from '#lib/db.ts';
import { hasSecondFactor, type SignInMethods } from '#lib/domain/second-factors.ts';

/** How this account can be opened; the newest passkey first. It must exist. */
export async function requireSignInMethods(
  userId: string,
  client: Db = db(),
): Promise<SignInMethods & { hasSecondFactor: boolean }> {
  const user = await client.user.findFirstOrThrow({
    where: { id: userId },
    select: {
      passwordHash: true,
      identities: { select: { provider: true } },
      authenticatorApp: { select: { confirmedAt: true } },
      passkeys: {
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        select: { id: true, name: true, isBackedUp: true, createdAt: true, lastUsedAt: true },
      },
      _count: { select: { recoveryCodes: true } },
    },
  });
  const methods: SignInMethods = {
    hasPassword: user.passwordHash !== null,
    providers: user.identities.map(({ provider }) => provider),
    hasApp: Boolean(user.authenticatorApp?.confirmedAt),
    passkeys: user.passkeys.map(({ createdAt, lastUsedAt, ...passkey }) => ({
      ...passkey,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    recoveryCodes: user._count.recoveryCodes,
  };
  return { ...methods, hasSecondFactor: hasSecondFactor(methods) };
}
