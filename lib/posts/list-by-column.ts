import { db, Prisma } from '#lib/db.ts';
import type { PostPage } from '#lib/domain/posts/post-dto.ts';
import type { NumberCursor } from '#lib/schemas/posts.ts';
import { isPublic, loadCards, PAGE_SIZE } from './queries.ts';

/**
 * Columns with an index (column, id) on the public posts, and their types: a value of another type would not use it.
 */
const COLUMNS = {
  price_value: { name: Prisma.sql`price_value`, type: Prisma.sql`float8` },
  visitors: { name: Prisma.sql`visitors`, type: Prisma.sql`integer` },
  visitors_week: { name: Prisma.sql`visitors_week`, type: Prisma.sql`integer` },
} as const;

type ListQuery = {
  column: keyof typeof COLUMNS;
  direction: 'up' | 'down';
  /** Inclusive bounds of the column. */
  range?: { from: number; to: number };
  after?: NumberCursor | undefined;
};

/** A page of the public posts, ordered by a column. Keyset pagination on (column, id), from the index alone. */
export async function listByColumn({ column, direction, range, after }: ListQuery): Promise<PostPage> {
  const { name, type } = COLUMNS[column];
  const typed = (value: number) => Prisma.sql`${String(value)}::${type}`;
  const isUp = direction === 'up';
  const [order, comparison, first, last] = isUp
    ? [Prisma.sql`${name}, id`, Prisma.sql`>`, range?.from, range?.to]
    : [Prisma.sql`${name} DESC, id DESC`, Prisma.sql`<`, range?.to, range?.from];
  // Only one start condition: given both, PostgreSQL would use the bound and read every row up to the cursor.
  const isCursorInRange = after && (first === undefined || (isUp ? after.value >= first : after.value <= first));
  const start = isCursorInRange
    ? Prisma.sql`AND (${name}, id) ${comparison} (${typed(after.value)}, ${after.id}::uuid)`
    : first === undefined
      ? Prisma.empty
      : Prisma.sql`AND ${name} ${comparison}= ${typed(first)}`;
  const end =
    last === undefined
      ? Prisma.empty
      : Prisma.sql`AND ${name} ${isUp ? Prisma.sql`<=` : Prisma.sql`>=`} ${typed(last)}`;
  const keys = await db().$queryRaw<{ id: string; value: number }[]>`
    SELECT id, ${name} AS value FROM posts
    WHERE ${isPublic} ${start} ${end}
    ORDER BY ${order} LIMIT ${PAGE_SIZE + 1}`;
  const page = keys.slice(0, PAGE_SIZE);
  const lastKey = page.at(-1);
  return {
    posts: await loadCards(page.map(({ id }) => id)),
    next: keys.length > PAGE_SIZE && lastKey ? `${lastKey.value}_${lastKey.id}` : null,
  };
}
