import { type Account, addAccount, addPictureFile, refreshPages, uniqueName } from './shop-data.ts';
import type { Shop } from './start-shop.ts';

/** Sizes in pixels, with different aspect ratios. */
const SIZES = [
  [320, 240],
  [240, 320],
  [320, 320],
  [320, 160],
  [200, 320],
  [320, 214],
  [270, 320],
] as const;

export type ManyWorks = { artist: Account; remove(): Promise<void> };

/**
 * Adds `count` published works by one artist, a millisecond apart. They share pictures. They come before the works of
 * earlier tests, however many those have left, so that the first pages of the gallery are theirs.
 */
export async function addManyWorks(shop: Shop, count: number): Promise<ManyWorks> {
  const artist = await addAccount(shop);
  const pictures = await Promise.all(SIZES.map((size, index) => addPictureFile(shop, 1_000 + index, [...size])));
  const prefix = uniqueName('many');
  await shop.database.query(
    `WITH pictures AS (
       SELECT row_number() OVER () - 1 AS place, * FROM jsonb_to_recordset($4::jsonb) AS row(key text, width int, height int)
     ), works AS (
       INSERT INTO posts (id, slug, artist_id, title, description, price_amount, price_currency, status, listed_at)
       SELECT gen_random_uuid(), $2::text || '-' || n, $1::uuid, initcap($2) || ' number ' || n || repeat(' and more', n % 7),
         'A study.', 10000 + n, 'EUR', 'LISTED', now() - make_interval(secs => n / 1000.0)
       FROM generate_series(1, $3::int) n
       RETURNING id, price_amount - 10000 AS n
     )
     INSERT INTO post_images (id, owner_id, post_id, alt, key, width, height, widths, placeholder)
     SELECT gen_random_uuid(), $1::uuid, works.id, 'Number ' || n, key, width, height, ARRAY[width], 'data:,'
     FROM works JOIN pictures ON place = n % $5`,
    [artist.id, prefix, count, JSON.stringify(pictures), pictures.length],
  );
  await shop.database.query('ANALYZE posts, post_images');
  const refresh = () => refreshPages(shop, ['gallery', 'posts', `artist:${artist.username}`]);
  await refresh();
  return {
    artist,
    async remove() {
      await shop.database.query('DELETE FROM posts WHERE artist_id = $1', [artist.id]);
      await refresh();
    },
  };
}
