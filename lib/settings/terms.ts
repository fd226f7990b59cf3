import { db } from '#lib/db.ts';
import { currentShop } from './refresh-shop.ts';

/** The version of the terms that is in force; null while the shop has none. */
export async function termsInForce(): Promise<number | null> {
  return (await currentShop()).pages.terms?.number ?? null;
}

/** The version that an artist has to agree to before their next work is published; null if there is none. */
export async function termsToAccept(userId: string): Promise<number | null> {
  const version = await termsInForce();
  if (version === null) return null;
  const account = await db().user.findFirst({ where: { id: userId }, select: { termsVersion: true } });
  return account && (account.termsVersion ?? 0) < version ? version : null;
}
