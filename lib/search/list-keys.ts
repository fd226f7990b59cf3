import { db, Prisma, withFreshPlan } from '#lib/db.ts';
import type { Sort } from '#lib/domain/search/search.ts';
import { isPublic } from '#lib/posts/queries.ts';
import { between, byIndex, byRow, type Conditions, matchesEverything } from './conditions.ts';
import { estimatePosts } from './estimate-posts.ts';

export type Key = { id: string; value: string };

/** A column of posts with an index (column, id) on the public posts; post_search has the column too. */
type Order = { column: Prisma.Sql; direction: Prisma.Sql; comparison: Prisma.Sql; toSql(value: string): Prisma.Sql };

/** Up to this many matches are collected and sorted; with more expected, the order's index is scanned. */
const MAX_SORTED = 6_000;
/** Higher with words: they are stored apart from the rows, so scanning takes longer. */
const MAX_SORTED_WITH_WORDS = 10_000;
/** Higher still: the planner misjudges words that occur together, and mostly overestimates the matches. */
const MAX_SORTED_WITH_SEVERAL_WORDS = 30_000;
/** The number of posts scanned in order before the matches are collected and sorted after all. */
const MAX_SCANNED = 6_000;
const MAX_SCANNED_WITH_WORDS = 4_000;

const descending = { direction: Prisma.sql`DESC`, comparison: Prisma.sql`<` };
const toPrice = (value: string) => Prisma.sql`${value}::float8`;
/** Has the type of the column: with another type the index could not be used. */
const toCount = (value: string) => Prisma.sql`${clamp(value, 0, 2 ** 31 - 1)}::integer`;
/** The last millisecond of the year 9999. */
const MAX_TIME = 253_402_300_799_999;

/** A URL can contain any number, but the columns have a limited range. */
const clamp = (value: string, min: number, max: number) => Math.round(Math.max(min, Math.min(max, Number(value))));

const ORDERS: Record<Exclude<Sort, 'best'>, Order> = {
  newest: {
    ...descending,
    column: Prisma.sql`listed_at`,
    toSql: (value) => Prisma.sql`${new Date(clamp(value, 0, MAX_TIME))}::timestamptz`,
  },
  'price-up': {
    column: Prisma.sql`price_value`,
    direction: Prisma.sql`ASC`,
    comparison: Prisma.sql`>`,
    toSql: toPrice,
  },
  'price-down': { ...descending, column: Prisma.sql`price_value`, toSql: toPrice },
  views: { ...descending, column: Prisma.sql`visitors`, toSql: toCount },
  week: { ...descending, column: Prisma.sql`visitors_week`, toSql: toCount },
};

type Rows = { id: string; value: string | number | Date; found?: bigint }[];

/**
 * The keys of the first `limit` matches after a cursor, in order. A small number of matches is collected from the index
 * on words and sorted. If there are many, scanning the index of the order is faster, because matches come early in it.
 */
export async function listKeys(
  conditions: Conditions,
  sort: Exclude<Sort, 'best'>,
  after: Key | null,
  limit: number,
): Promise<Key[]> {
  const order = ORDERS[sort];
  const isAll = matchesEverything(conditions);
  const { maxSorted, maxScanned } = limitsFor(conditions);
  if (!isAll && (await estimatePosts(conditions)) <= maxSorted) {
    const sorted = await collect(conditions, order, after, limit, maxSorted + 1);
    if (sorted) return sorted;
  }
  const scanned = await scan(conditions, order, sort, after, isAll ? limit : maxScanned, limit);
  if (isAll || scanned.length === limit) return scanned;
  return (await collect(conditions, order, after, limit, null)) ?? [];
}

function limitsFor({ words }: Conditions): { maxSorted: number; maxScanned: number } {
  if (words === '') return { maxSorted: MAX_SORTED, maxScanned: MAX_SCANNED };
  const areSeveral = words.includes(' & ');
  const maxSorted = areSeveral ? MAX_SORTED_WITH_SEVERAL_WORDS : MAX_SORTED_WITH_WORDS;
  return { maxSorted, maxScanned: MAX_SCANNED_WITH_WORDS };
}

/** @returns null if `max` posts or more are found. */
async function collect(
  conditions: Conditions,
  { column, direction, comparison, toSql }: Order,
  after: Key | null,
  limit: number,
  max: number | null,
): Promise<Key[] | null> {
  const afterCursor = after
    ? Prisma.sql`AND (s.${column}, s.post_id) ${comparison} (${toSql(after.value)}, ${after.id}::uuid)`
    : Prisma.empty;
  const rows = await db().$queryRaw<Rows>`${withFreshPlan}
    WITH found AS MATERIALIZED (
      SELECT s.post_id AS id, s.${column} AS value FROM post_search s
      WHERE ${byIndex(conditions)} ${afterCursor} LIMIT ${max}
    )
    SELECT id, value, (SELECT count(*) FROM found) AS found FROM found
    ORDER BY value ${direction}, id ${direction} LIMIT ${limit}`;
  if (max !== null && Number(rows[0]?.found ?? 0) >= max) return null;
  return rows.map(toKey);
}

async function scan(
  conditions: Conditions,
  { column, direction, comparison, toSql }: Order,
  sort: Sort,
  after: Key | null,
  max: number,
  limit: number,
): Promise<Key[]> {
  const afterCursor = after
    ? Prisma.sql`AND (${column}, id) ${comparison} (${toSql(after.value)}, ${after.id}::uuid)`
    : Prisma.empty;
  // By price the scan is limited to the bounds. After a cursor it starts there, and each row is checked.
  const isByPrice = sort === 'price-up' || sort === 'price-down';
  const bounds =
    isByPrice && conditions.prices && !after ? Prisma.sql`AND price_value ${between(conditions.prices)}` : Prisma.empty;
  const join = matchesEverything(conditions)
    ? Prisma.empty
    : Prisma.sql`JOIN post_search s ON s.post_id = p.id AND ${byRow(conditions)}`;
  const rows = await db().$queryRaw<Rows>`${withFreshPlan}
    SELECT p.id, p.value FROM (
      SELECT id, ${column} AS value FROM posts WHERE ${isPublic} ${bounds} ${afterCursor}
      ORDER BY ${column} ${direction}, id ${direction} LIMIT ${max}
    ) AS p ${join}
    ORDER BY p.value ${direction}, p.id ${direction} LIMIT ${limit}`;
  return rows.map(toKey);
}

const toKey = ({ id, value }: Rows[number]): Key => ({
  id,
  value: String(value instanceof Date ? value.getTime() : value),
});
