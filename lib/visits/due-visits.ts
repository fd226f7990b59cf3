import { type Day, dayOf } from '#lib/domain/visits/visitor-days.ts';
import { redis } from '#lib/redis.ts';
import { DUE_VISITS, memberOf, parseMember, visitorsKey, type WorkDay } from './visit-keys.ts';

/** How many visitors a work has had on a day so far. */
export type DayCount = WorkDay & { visitors: number };

/**
 * The works and days with visitors whom PostgreSQL does not know yet, in batches; all that were there at the
 * beginning, and nothing is taken away: see settleVisits.
 */
export async function* dueVisits(batch: number): AsyncGenerator<DayCount[]> {
  for (let cursor = ''; cursor !== '0'; ) {
    const [next, found] = await redis().sscan(DUE_VISITS, cursor || '0', 'COUNT', batch);
    // A small set comes whole, and a growing one may show a member twice.
    const members = [...new Set(found)];
    for (let from = 0; from < members.length; from += batch) {
      yield countAll(members.slice(from, from + batch).map(parseMember));
    }
    cursor = next;
  }
}

async function countAll(works: WorkDay[]): Promise<DayCount[]> {
  const counts = redis().pipeline();
  for (const work of works) counts.pfcount(visitorsKey(work));
  const answers = (await counts.exec()) ?? [];
  return works.map((work, index) => {
    const [error, visitors] = answers[index] ?? [];
    if (error) throw error;
    return { ...work, visitors: Number(visitors) };
  });
}

/** Somebody who came while PostgreSQL was told is not counted yet, so his work stays due. */
const SETTLE = `
  for index = 1, #ARGV, 3 do
    local key = KEYS[1 + (index + 2) / 3]
    if redis.call('PFCOUNT', key) == tonumber(ARGV[index + 1]) then
      redis.call('SREM', KEYS[1], ARGV[index])
      if ARGV[index + 2] == '1' then redis.call('DEL', key) end
    end
  end`;

/** These counts stand in PostgreSQL: their works are due no longer, unless they have new visitors. Past days are forgotten. */
export async function settleVisits(counts: readonly DayCount[], today: Day = dayOf(new Date())): Promise<void> {
  if (counts.length === 0) return;
  const facts = counts.flatMap((count) => [memberOf(count), count.visitors, count.day < today ? 1 : 0]);
  await redis().eval(SETTLE, 1 + counts.length, DUE_VISITS, ...counts.map(visitorsKey), ...facts);
}

/** Drops what was counted for addresses behind which there is no work that anybody may see. */
export async function forgetVisits(works: readonly WorkDay[]): Promise<void> {
  if (works.length === 0) return;
  await redis()
    .multi()
    .srem(DUE_VISITS, ...works.map(memberOf))
    .unlink(...works.map(visitorsKey))
    .exec();
}
