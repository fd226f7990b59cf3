import { db } from '#lib/db.ts';

/** Whether an account has this username, had it before, or had it when it was closed, in any letter case. */
export async function isUsernameTaken(username: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ isTaken: boolean }[]>`
    SELECT EXISTS (SELECT FROM users WHERE username = ${username}::citext)
      OR EXISTS (SELECT FROM former_usernames WHERE username = ${username}::citext)
      OR EXISTS (SELECT FROM retired_usernames WHERE hash = username_hash(${username}::citext)) AS "isTaken"`;
  return row?.isTaken ?? false;
}
