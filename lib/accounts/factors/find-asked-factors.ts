import { db } from '#lib/db.ts';
import type { AskedFactors } from '#lib/domain/second-factors.ts';

/**
 * Which second factors an account has whose sign-in has begun.
 * @returns null if the account has changed since: its sign-in has to begin again.
 */
export async function findAskedFactors(account: { id: string; sessionVersion: number }): Promise<AskedFactors | null> {
  const user = await db().user.findFirst({
    where: { id: account.id, sessionVersion: account.sessionVersion, suspendedAt: null },
    select: { authenticatorApp: { select: { confirmedAt: true } }, _count: { select: { passkeys: true } } },
  });
  if (!user) return null;
  const asked = { hasPasskey: user._count.passkeys > 0, hasApp: Boolean(user.authenticatorApp?.confirmedAt) };
  return asked.hasPasskey || asked.hasApp ? asked : null;
}
