import { db, Prisma, withFreshPlan } from '#lib/db.ts';
import type { Sort } from '#lib/domain/search/search.ts';
import { isPublic } from '#lib/posts/queries.ts';
import { between, byIndex, byRow, type Conditions, isEverything } from './conditions.ts';
import { estimateWorks } from './estimate-works.ts';

export type Key = { id: string; value: string };

/** A column of posts with an index (column, id) of the public works; post_search has it too. */
type Order = { column: Prisma.Sql; direction: Prisma.Sql; beyond: Prisma.Sql; read(value: string): Prisma.Sql };

/** Up to so many works are sorted when asked for; more are not collected at all. */
const MOST_SORTED = 6_000;
/** With words, which are kept apart from the rows, to look at each of many takes longer. */
const MOST_SORTED_WITH_WORDS = 10_000;
/** Words that go together are in other numbers of works than the planner believes, mostly in fewer. */
const MOST_SORTED_WITH_SEVERAL_WORDS = 30_000;
/** So many works are looked at in their order, before those that match are collected and sorted after all. */
const MOST_WALKED = 6_000;
const MOST_WALKED_WITH_WORDS = 4_000;

const descending = { direction: Prisma.sql`DESC`, beyond: Prisma.sql`<` };
const asPrice = (value: string) => Prisma.sql`${value}::float8`;
/** Of the column's own type: with another one its index could not be used. */
const asCount = (value: string) => Prisma.sql`${within(value, 0, 2 ** 31 - 1)}::integer`;
/** The last moment of the year 9999, milliseconds. */
const LAST_TIME = 253_402_300_799_999;

/** An address can name any number; the columns know fewer. */
const within = (value: string, least: number, most: number) =>
  Math.round(Math.max(least, Math.min(most, Number(value))));

const ORDERS: Record<Exclude<Sort, 'best'>, Order> = {
  newest: {
    ...descending,
    column: Prisma.sql`listed_at`,
    read: (value) => Prisma.sql`${new Date(within(value, 0, LAST_TIME))}::timestamptz`,
  },
  'price-up': {
    column: Prisma.sql`price_value`,
    direction: Prisma.sql`ASC`,
    beyond: Prisma.sql`>`,
    read: asPrice,
  },
  'price-down': { ...descending, column: Prisma.sql`price_value`, read: asPrice },
  views: { ...descending, column: Prisma.sql`visitors`, read: asCount },
  week: { ...descending, column: Prisma.sql`visitors_week`, read: asCount },
};

type Rows = { id: string; value: string | number | Date; found?: bigint }[];

/**
 * The ids of the first `limit` works behind `after`, in order. Few works are collected by the words' index and
 * sorted; of many so many stand near the front of the order's own index that walking along it finds them sooner.
 */
export async function listKeys(
  conditions: Conditions,
  sort: Exclude<Sort, 'best'>,
  after: Key | null,
  limit: number,
): Promise<Key[]> {
  const order = ORDERS[sort];
  const isAll = isEverything(conditions);
  const { sorted: most, walked: mostWalked } = limitsFor(conditions);
  if (!isAll && (await estimateWorks(conditions)) <= most) {
    const few = await collect(conditions, order, after, limit, most + 1);
    if (few) return few;
  }
  const walked = await walk(conditions, order, sort, after, isAll ? limit : mostWalked, limit);
  if (isAll || walked.length === limit) return walked;
  return (await collect(conditions, order, after, limit, null)) ?? [];
}

function limitsFor({ words }: Conditions): { sorted: number; walked: number } {
  if (words === '') return { sorted: MOST_SORTED, walked: MOST_WALKED };
  const areSeveral = words.includes(' & ');
  const sorted = areSeveral ? MOST_SORTED_WITH_SEVERAL_WORDS : MOST_SORTED_WITH_WORDS;
  return { sorted, walked: MOST_WALKED_WITH_WORDS };
}

/** @returns null when more than `most` works are found. */
async function collect(
  conditions: Conditions,
  { column, direction, beyond, read }: Order,
  after: Key | null,
  limit: number,
  most: number | null,
): Promise<Key[] | null> {
  const rest = after
    ? Prisma.sql`AND (s.${column}, s.post_id) ${beyond} (${read(after.value)}, ${after.id}::uuid)`
    : Prisma.empty;
  const rows = await db().$queryRaw<Rows>`${withFreshPlan}
    WITH found AS MATERIALIZED (
      SELECT s.post_id AS id, s.${column} AS value FROM post_search s WHERE ${byIndex(conditions)} ${rest} LIMIT ${most}
    )
    SELECT id, value, (SELECT count(*) FROM found) AS found FROM found
    ORDER BY value ${direction}, id ${direction} LIMIT ${limit}`;
  if (most !== null && Number(rows[0]?.found ?? 0) >= most) return null;
  return rows.map(toKey);
}

async function walk(
  conditions: Conditions,
  { column, direction, beyond, read }: Order,
  sort: Sort,
  after: Key | null,
  most: number,
  limit: number,
): Promise<Key[]> {
  const rest = after
    ? Prisma.sql`AND (${column}, id) ${beyond} (${read(after.value)}, ${after.id}::uuid)`
    : Prisma.empty;
  // By price the walk begins and ends at the bounds; behind a cursor it begins there, and each row is looked at.
  const isByPrice = sort === 'price-up' || sort === 'price-down';
  const bounds =
    isByPrice && conditions.prices && !after ? Prisma.sql`AND price_value ${between(conditions.prices)}` : Prisma.empty;
  const join = isEverything(conditions)
    ? Prisma.empty
    : Prisma.sql`JOIN post_search s ON s.post_id = p.id AND ${byRow(conditions)}`;
  const rows = await db().$queryRaw<Rows>`${withFreshPlan}
    SELECT p.id, p.value FROM (
      SELECT id, ${column} AS value FROM posts WHERE ${isPublic} ${bounds} ${rest}
      ORDER BY ${column} ${direction}, id ${direction} LIMIT ${most}
    ) AS p ${join}
    ORDER BY p.value ${direction}, p.id ${direction} LIMIT ${limit}`;
  return rows.map(toKey);
}

const toKey = ({ id, value }: Rows[number]): Key => ({
  id,
  value: String(value instanceof Date ? value.getTime() : value),
});
