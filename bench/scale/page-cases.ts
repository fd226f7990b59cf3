import type pg from 'pg';
import { listByPrice } from '#lib/posts/list-by-price.ts';
import { listPublicPosts, PAGE_SIZE } from '#lib/posts/queries.ts';
import { listMoreByArtist } from '#lib/posts/related/list-more-by-artist.ts';
import { listSimilar } from '#lib/posts/related/list-similar.ts';
import { recordTraffic } from '../record-statements.ts';
import { oneOf } from './random.ts';
import { page, type ScaleCase } from './scale-case.ts';

const PUBLIC = `status <> 'DRAFT' AND hidden_at IS NULL`;
const ALL_PRICES = { from: 0, to: Number.POSITIVE_INFINITY };
const DEEP_PAGE = 10_000;
const NEWEST = 'listed_at DESC, id DESC';
const PRICE_UP = 'price_value, id';
const PRICE_DOWN = 'price_value DESC, id DESC';
/** The cursors from which each run picks one, so that not every run reads the same rows. */
const CURSORS = 100;

type Key = { id: string; listedAt: Date; value: number };

/** The gallery and the list by price from lib/posts, on their first pages and deep in the list. */
export async function pageCases(client: pg.Client): Promise<ScaleCase[]> {
  const { rows: artists } = await client.query<{ id: string }>(
    `SELECT artist_id AS id FROM posts WHERE ${PUBLIC} GROUP BY artist_id ORDER BY count(*) DESC LIMIT 50`,
  );
  const [near, deep] = [await keysBefore(client, NEWEST, 100), await keysBefore(client, NEWEST, DEEP_PAGE)];
  const [cheap, dear] = [
    await keysBefore(client, PRICE_UP, DEEP_PAGE),
    await keysBefore(client, PRICE_DOWN, DEEP_PAGE),
  ];
  const from = (keys: readonly Key[]) => (random: () => number) => {
    const after = oneOf(keys, random);
    return () => listPublicPosts({ after });
  };
  const byPrice = (direction: 'up' | 'down', keys: readonly Key[]) => (random: () => number) => {
    const after = oneOf(keys, random);
    return () => listByPrice({ direction, ...ALL_PRICES, after });
  };
  return [
    page('newest, page 1', () => () => listPublicPosts()),
    page('newest, page 100', from(near)),
    page('newest, page 10,000', from(deep)),
    page('price up, page 1', () => () => listByPrice({ direction: 'up', ...ALL_PRICES })),
    page('price up, page 10,000', byPrice('up', cheap)),
    page('price down, page 1', () => () => listByPrice({ direction: 'down', ...ALL_PRICES })),
    page('price down, page 10,000', byPrice('down', dear)),
    page('similar works, and more by the artist', (random) => {
      const { id } = oneOf(deep, random);
      return () => Promise.all([listSimilar(id, 14), listMoreByArtist(id, 7)]);
    }),
    page('an artist of many works', (random) => {
      const artistId = oneOf(artists, random).id;
      return () => listPublicPosts({ artistId });
    }),
  ];
}

/** The first page's statements, prepared and sent one after the other by pg alone. */
export async function bareCase(client: pg.Client): Promise<ScaleCase> {
  const statements = await recordTraffic(() => listPublicPosts());
  const prepared = statements.map(({ text, values }, index) => ({ name: `bare ${index}`, text, values }));
  return {
    name: 'newest, page 1, its statements by pg alone',
    group: 'limit',
    draw: () => async () => {
      for (const statement of prepared) await client.query(statement);
    },
  };
}

/** Cursors of the pages around this one, or around the last page if there are fewer. */
async function keysBefore(client: pg.Client, order: string, number: number): Promise<Key[]> {
  const { rows } = await client.query<Key>(
    `WITH size AS (SELECT count(*) AS works FROM posts WHERE ${PUBLIC})
     SELECT id, listed_at AS "listedAt", price_value AS value FROM posts WHERE ${PUBLIC} ORDER BY ${order}
     OFFSET (SELECT greatest(0, least($1::bigint, works - $2)) FROM size) LIMIT $2`,
    [(number - 1) * PAGE_SIZE - 1, CURSORS + PAGE_SIZE],
  );
  return rows.slice(0, CURSORS);
}
