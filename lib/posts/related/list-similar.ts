import { db, Prisma } from '#lib/db.ts';
import { rankSimilar, type SimilarCandidate } from '#lib/domain/posts/similar-works.ts';

/** How many works below and above the price are compared. */
const NEIGHBORS = 300;
const isForSale = Prisma.sql`status = 'LISTED' AND hidden_at IS NULL`;

type Row = SimilarCandidate & { workPrice: number; workMaterials: number; workColors: number };

/**
 * The works for sale, of other artists, that are most similar to a public post, best first.
 * Candidates are those next to its price, from the index posts_for_sale_by_price; lib/domain/posts/similar-works.ts
 * compares them.
 * @param count at most so many
 * @returns ids and slugs; none for a post that is not public
 */
export async function listSimilar(postId: string, count: number): Promise<{ id: string; slug: string }[]> {
  const rows = await db().$queryRaw<Row[]>`
    WITH work AS MATERIALIZED (
      SELECT posts.id, artist_id, posts.price_value, ${facetsOf('medium')} AS materials, ${facetsOf('colour')} AS colors,
        ${facetsOf('tag')} AS tags
      FROM posts JOIN post_search AS s ON s.post_id = posts.id WHERE posts.id = ${postId}::uuid
    ), near AS (
      ${neighbors('>', 'ASC')} UNION ALL ${neighbors('<', 'DESC')}
    )
    SELECT near.id, near.artist_id AS "artistId", near.price_value AS "priceValue",
      ${common('materials')} AS materials, ${common('colors')} AS colors, ${common('tags')} AS tags,
      work.price_value AS "workPrice", cardinality(work.materials) AS "workMaterials", cardinality(work.colors) AS "workColors"
    FROM work, near JOIN post_search AS s ON s.post_id = near.id
    WHERE near.artist_id <> work.artist_id`;
  const [first] = rows;
  if (!first) return [];
  const work = { priceValue: first.workPrice, materials: first.workMaterials, colors: first.workColors };
  const ids = rankSimilar(rows, work, count);
  const posts = await db().post.findMany({ where: { id: { in: ids } }, select: { id: true, slug: true } });
  return posts.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** The ids of the facets of one filter that a row of post_search (`s`) has. */
const facetsOf = (filter: 'medium' | 'colour' | 'tag') => Prisma.sql`ARRAY(
  SELECT id FROM search_facets WHERE id = ANY(s.facets) AND starts_with(facet, ${`#${filter}:`}))`;

/** How many of the work's facets a row of post_search (`s`) has too. */
const common = (facets: 'materials' | 'colors' | 'tags') => Prisma.sql`(
  SELECT count(*)::int FROM unnest(s.facets) AS facet WHERE facet = ANY(work.${Prisma.raw(facets)}))`;

/** The works next to the work's price on one side, from the index alone. */
const neighbors = (comparison: '<' | '>', direction: 'ASC' | 'DESC') => {
  const [beyond, order] = [Prisma.raw(comparison), Prisma.raw(direction)];
  return Prisma.sql`(SELECT id, artist_id, price_value FROM posts
    WHERE ${isForSale} AND (price_value, id) ${beyond} ((SELECT price_value FROM work), (SELECT id FROM work))
    ORDER BY price_value ${order}, id ${order} LIMIT ${NEIGHBORS})`;
};
