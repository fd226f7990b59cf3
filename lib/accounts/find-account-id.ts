import { z } from 'zod';
import { db } from '#lib/db.ts';

/** The id of the account with this username, email or id; null if there is none. An id may be that of a closed account. */
export async function findAccountId(text: string): Promise<string | null> {
  if (z.uuid().safeParse(text).success) return text.toLowerCase();
  const user = await db().user.findFirst({
    where: text.includes('@') ? { email: text } : { username: text },
    select: { id: true },
  });
  return user?.id ?? null;
}
