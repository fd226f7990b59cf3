import type pg from 'pg';

/** The price of every work that is created for a measurement, minor units. */
export const PRICE = { amount: 12_000, currency: 'EUR' } as const;

/** Large, so that a work's number in hexadecimal (twelve digits) occurs in no other text. */
export const FIRST_NUMBER = 0xbec0_0000_0000;

export const hexOf = (number: number): string => number.toString(16).padStart(12, '0');

/** The ids that belong to a work's number. Those that a schema validates are version 4 UUIDs. */
export const postId = (number: number): string => `00000000-0000-4000-8000-${hexOf(number)}`;
export const orderId = (number: number): string => `00000001-0000-4000-8000-${hexOf(number)}`;
export const slugOf = (number: number): string => `bench-${hexOf(number)}`;
export const sessionId = (number: number): string => `cs_test_bench${hexOf(number)}`;

const ARTIST = '00000002-0000-4000-8000-000000000001';
const HEX = `lpad(to_hex(number), 12, '0')`;

/** Inserts `count` works for sale, numbered from `first`, each with one picture whose files do not exist. */
export async function addWorks(database: pg.Pool, first: number, count: number): Promise<void> {
  const numbers = [first, first + count - 1];
  await database.query(
    `INSERT INTO users (id, username, email, display_name) VALUES ($1, 'bench', 'bench@example.org', 'Bench')
     ON CONFLICT DO NOTHING`,
    [ARTIST],
  );
  await database.query(
    `INSERT INTO posts (id, slug, artist_id, title, description, price_amount, price_currency, status, listed_at)
     SELECT ('00000000-0000-4000-8000-' || ${HEX})::uuid, 'bench-' || ${HEX}, $3, 'Study ' || ${HEX}, 'A study.', $4, $5, 'LISTED',
       now() + (number - $1::bigint) * interval '1 microsecond'
     FROM generate_series($1::bigint, $2::bigint) AS number`,
    [...numbers, ARTIST, PRICE.amount, PRICE.currency],
  );
  await database.query(
    `INSERT INTO post_images (id, owner_id, post_id, alt, key, width, height, widths, placeholder)
     SELECT gen_random_uuid(), $3, ('00000000-0000-4000-8000-' || ${HEX})::uuid, 'Stripes', repeat(${HEX}, 5) || 'beef', 400, 300,
       '{320,400}', 'data:,'
     FROM generate_series($1::bigint, $2::bigint) AS number`,
    [...numbers, ARTIST],
  );
}

/** The same works, each held by an order whose buyer is on the payment page. */
export async function addHeldWorks(database: pg.Pool, first: number, count: number): Promise<void> {
  await addWorks(database, first, count);
  await database.query(
    `WITH held AS (
       UPDATE posts SET held_until = now() + interval '31 minutes'
       WHERE id IN (SELECT ('00000000-0000-4000-8000-' || ${HEX})::uuid FROM generate_series($1::bigint, $2::bigint) AS number)
       RETURNING id, held_until, price_amount, price_currency
     )
     INSERT INTO orders (id, post_id, buyer_token, buyer_email, amount, currency, price_amount, price_currency, session_id, held_until)
     SELECT ('00000001' || substr(id::text, 9))::uuid, id, gen_random_uuid(), 'buyer@example.org', price_amount, price_currency,
       price_amount, price_currency, 'cs_test_bench' || right(id::text, 12), held_until
     FROM held`,
    [first, first + count - 1],
  );
}
