import { type Day, dayOf } from '#lib/domain/visits/visitor-days.ts';
import { redis } from '#lib/redis.ts';
import { DUE_VISITS, type PostDay, parseMember, toMember, visitorsKey } from './visit-keys.ts';

/** A post's visitors on a day, up to now. */
export type DayCount = PostDay & { visitors: number };

/**
 * The posts and days with visitors that are not in PostgreSQL yet, in batches: at least those that were due at the
 * start. They stay due until clearStoredVisits.
 */
export async function* dueVisits(batch: number): AsyncGenerator<DayCount[]> {
  for (let cursor = ''; cursor !== '0'; ) {
    const [next, found] = await redis().sscan(DUE_VISITS, cursor || '0', 'COUNT', batch);
    // SSCAN returns a small set at once, and may return a member of a growing set twice.
    const members = [...new Set(found)];
    for (let from = 0; from < members.length; from += batch) {
      yield countAll(members.slice(from, from + batch).map(parseMember));
    }
    cursor = next;
  }
}

async function countAll(postDays: PostDay[]): Promise<DayCount[]> {
  const pipeline = redis().pipeline();
  for (const postDay of postDays) pipeline.pfcount(visitorsKey(postDay));
  const results = (await pipeline.exec()) ?? [];
  return postDays.map((postDay, index) => {
    const [error, visitors] = results[index] ?? [];
    if (error) throw error;
    return { ...postDay, visitors: Number(visitors) };
  });
}

/** If the count has grown since it was stored, the post stays due. */
const CLEAR_SCRIPT = `
  for index = 1, #ARGV, 3 do
    local key = KEYS[1 + (index + 2) / 3]
    if redis.call('PFCOUNT', key) == tonumber(ARGV[index + 1]) then
      redis.call('SREM', KEYS[1], ARGV[index])
      if ARGV[index + 2] == '1' then redis.call('DEL', key) end
    end
  end`;

/** Marks counts that are in PostgreSQL as no longer due, unless they have grown, and deletes those of past days. */
export async function clearStoredVisits(counts: readonly DayCount[], today: Day = dayOf(new Date())): Promise<void> {
  if (counts.length === 0) return;
  const args = counts.flatMap((count) => [toMember(count), count.visitors, count.day < today ? 1 : 0]);
  await redis().eval(CLEAR_SCRIPT, 1 + counts.length, DUE_VISITS, ...counts.map(visitorsKey), ...args);
}

/** Deletes counts for slugs without a public post. */
export async function discardVisits(postDays: readonly PostDay[]): Promise<void> {
  if (postDays.length === 0) return;
  await redis()
    .multi()
    .srem(DUE_VISITS, ...postDays.map(toMember))
    .unlink(...postDays.map(visitorsKey))
    .exec();
}
