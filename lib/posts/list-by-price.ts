import { db, Prisma } from '#lib/db.ts';
import type { PostPage } from '#lib/domain/post-view.ts';
import type { PriceCursor } from '#lib/schemas/posts.ts';
import { isPublic, loadCards, PAGE_SIZE } from './queries.ts';

type Question = {
  direction: 'up' | 'down';
  /** Stored values in euros, as valueRange gives them. */
  from: number;
  to: number;
  after?: PriceCursor | undefined;
};

/**
 * Public works by price across all currencies, on the value that new rates refresh; one without a known rate counts as
 * dearer than all. Keyset paging on (price_value, id), on the index posts_by_price.
 */
export async function listByPrice({ direction, from, to, after }: Question): Promise<PostPage> {
  const [order, beyond] =
    direction === 'up'
      ? [Prisma.sql`price_value, id`, Prisma.sql`>`]
      : [Prisma.sql`price_value DESC, id DESC`, Prisma.sql`<`];
  const rest = after
    ? Prisma.sql`AND (price_value, id) ${beyond} (${String(after.value)}::float8, ${after.id}::uuid)`
    : Prisma.empty;
  const keys = await db().$queryRaw<{ id: string; value: number }[]>`
    SELECT id, price_value AS value FROM posts
    WHERE ${isPublic} AND price_value BETWEEN ${String(from)}::float8 AND ${String(to)}::float8 ${rest}
    ORDER BY ${order} LIMIT ${PAGE_SIZE + 1}`;
  const page = keys.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return {
    posts: await loadCards(page.map(({ id }) => id)),
    next: keys.length > PAGE_SIZE && last ? `${last.value}_${last.id}` : null,
  };
}
