import { db, Prisma } from '#lib/db.ts';
import type { PostPage } from '#lib/domain/posts/post-dto.ts';
import type { NumberCursor } from '#lib/schemas/posts.ts';
import { isPublic, loadCards, PAGE_SIZE } from './queries.ts';

/** Columns with an index (column, id) of the public works, and their types: another type could not use it. */
const COLUMNS = {
  price_value: { name: Prisma.sql`price_value`, type: Prisma.sql`float8` },
  visitors: { name: Prisma.sql`visitors`, type: Prisma.sql`integer` },
  visitors_week: { name: Prisma.sql`visitors_week`, type: Prisma.sql`integer` },
} as const;

type ListQuery = {
  column: keyof typeof COLUMNS;
  direction: 'up' | 'down';
  /** Bounds of the column, both included; without them all. */
  range?: { from: number; to: number };
  after?: NumberCursor | undefined;
};

/** Public works by a number of theirs, a page at a time: keyset paging on (column, id), from the index alone. */
export async function listInOrder({ column, direction, range, after }: ListQuery): Promise<PostPage> {
  const { name, type } = COLUMNS[column];
  const typed = (value: number) => Prisma.sql`${String(value)}::${type}`;
  const isUp = direction === 'up';
  const [order, beyond, near, far] = isUp
    ? [Prisma.sql`${name}, id`, Prisma.sql`>`, range?.from, range?.to]
    : [Prisma.sql`${name} DESC, id DESC`, Prisma.sql`<`, range?.to, range?.from];
  // One condition says where to begin: of two PostgreSQL takes the bound, and reads all that lies before the cursor.
  const isBehind = after && (near === undefined || (isUp ? after.value >= near : after.value <= near));
  const start = isBehind
    ? Prisma.sql`AND (${name}, id) ${beyond} (${typed(after.value)}, ${after.id}::uuid)`
    : near === undefined
      ? Prisma.empty
      : Prisma.sql`AND ${name} ${beyond}= ${typed(near)}`;
  const end =
    far === undefined ? Prisma.empty : Prisma.sql`AND ${name} ${isUp ? Prisma.sql`<=` : Prisma.sql`>=`} ${typed(far)}`;
  const keys = await db().$queryRaw<{ id: string; value: number }[]>`
    SELECT id, ${name} AS value FROM posts
    WHERE ${isPublic} ${start} ${end}
    ORDER BY ${order} LIMIT ${PAGE_SIZE + 1}`;
  const page = keys.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return {
    posts: await loadCards(page.map(({ id }) => id)),
    next: keys.length > PAGE_SIZE && last ? `${last.value}_${last.id}` : null,
  };
}
