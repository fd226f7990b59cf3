import { redis } from '#lib/redis.ts';

const COUNT = 1_000;
/** What is counted by account, and where it was signed in. Other keys have no account in them. */
const PREFIXES = ['limit:', 'known-network:'];

/**
 * Removes what Redis has stored under the ids of these accounts. It looks through all keys once, because a key also names an
 * address that nobody knows any more.
 */
export async function removeAccountKeys(accountIds: readonly string[]): Promise<void> {
  const ids = accountIds.map((id) => id.toLowerCase());
  for (const prefix of PREFIXES) {
    let cursor = '0';
    do {
      const [next, keys] = await redis().scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', COUNT);
      cursor = next;
      const theirs = keys.filter((key) => ids.some((id) => key.toLowerCase().includes(id)));
      if (theirs.length > 0) await redis().unlink(...theirs);
    } while (cursor !== '0');
  }
}
