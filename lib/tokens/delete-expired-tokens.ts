import { db } from '#lib/db.ts';

/** @returns how many */
export async function deleteExpiredTokens(): Promise<number> {
  const { count } = await db().accountToken.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
