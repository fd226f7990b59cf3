import { db, Prisma } from '#lib/db.ts';

/** Whether a row of `users` in the same statement has a second factor. */
export const HAS_SECOND_FACTOR = Prisma.sql`(
  EXISTS (SELECT FROM passkeys WHERE passkeys.user_id = users.id)
  OR EXISTS (SELECT FROM authenticator_apps app WHERE app.user_id = users.id AND app.confirmed_at IS NOT NULL))`;

export async function hasSecondFactor(userId: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ has: boolean }[]>`
    SELECT ${HAS_SECOND_FACTOR} AS has FROM users WHERE id = ${userId}::uuid`;
  return row?.has ?? false;
}
