import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { exportLedger } from '#lib/csv/export-ledger.ts';
import { exportOrders, exportSales } from '#lib/csv/export-orders.ts';
import { exportAllPosts, exportOwnPosts } from '#lib/csv/export-posts.ts';
import { db } from '#lib/db.ts';
import { ALL_ORDERS } from '#lib/domain/sale/order-filter.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';

/** The rows of a file, by the names of its columns. */
async function read(file: AsyncGenerator<string>): Promise<Record<string, string>[]> {
  let text = '';
  for await (const part of file) text += part;
  return parse(text, { columns: true, bom: true }) as Record<string, string>[];
}

test('an artist gets all of their own works, also where the next batch begins', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  await makePost({ artistId: other.id });
  const post = await makePost({ artistId: artist.id, title: '=A1', tags: ['sea', 'fog'], priceAmount: 120_050 });
  await db().importedPost.create({ data: { postId: post.id, artistId: artist.id, key: 'A-1', hash: 'f'.repeat(64) } });
  await db().$executeRaw`
    INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, created_at)
    SELECT gen_random_uuid(), 'batch-' || n, ${artist.id}::uuid, 'Work ' || n, 30000, 'JPY', now() - make_interval(mins => n / 3)
    FROM generate_series(1, 1000) n`;
  const rows = await read(exportOwnPosts(artist));
  expect(new Set(rows.map(({ slug }) => slug)).size).toBe(1_001);
  expect(rows).toHaveLength(1_001);
  expect(rows.find(({ slug }) => slug === post.slug)).toMatchObject({
    ...{ key: 'A-1', title: "'=A1", price: '1200.50', currency: 'EUR', tags: 'sea, fog', state: 'published' },
    url: `${process.env.NEXTAUTH_URL}/posts/${post.slug}`,
    pictures: expect.stringMatching(/\/media\/[0-9a-f]{64}-400\.webp$/),
    'picture descriptions': 'A picture',
  });
  expect(rows.find(({ slug }) => slug === 'batch-7')).toMatchObject({
    price: '30000',
    currency: 'JPY',
    state: 'draft',
  });
});

test('sales have what their page has of the buyer; the orders for admins have nothing of them', async () => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id });
  const buyer = { buyerName: '+Ada', buyerCountry: 'GB', buyerEmail: 'ada@example.org' };
  const { orderId } = await makeHeldOrder({ post, status: 'PAID', paidAt: new Date(), ...buyer });
  await makeHeldOrder({ post: await makePost({ artistId: artist.id }) });
  await makeHeldOrder({ status: 'PAID' });
  expect(await read(exportSales(artist))).toMatchObject([
    {
      ...{
        order: orderId,
        state: 'paid',
        work: post.title,
        charged: '120.00',
        'charged currency': 'EUR',
        refunded: '0.00',
      },
      ...{ buyer: "'+Ada", 'buyer country': 'GB', 'buyer email': 'ada@example.org' },
    },
  ]);
  const admin = await makeUser({ role: 'ADMIN' });
  const orders = await read(exportOrders(admin, ALL_ORDERS));
  expect(orders.map(({ state }) => state).sort()).toEqual(['held', 'paid', 'paid']);
  expect(JSON.stringify(orders)).not.toMatch(/Ada|ada@example/);
});

test('the ledger has a row for each entry, with signs and minor units', async () => {
  const { orderId } = await makeHeldOrder();
  await db().ledgerTransaction.create({
    data: {
      ...{ key: 'ch_1:charge', orderId, kind: 'charge', occurredAt: new Date('2026-11-30T10:00:00Z') },
      entries: {
        create: [
          { account: 'buyer', currency: 'EUR', amount: -12_005n },
          { account: 'stripe', currency: 'EUR', amount: 12_005n },
        ],
      },
    },
  });
  const admin = await makeUser({ role: 'ADMIN' });
  const first = { order: orderId, kind: 'charge', time: '2026-11-30T10:00:00.000Z', currency: 'EUR' };
  expect(await read(exportLedger(admin))).toMatchObject([
    { ...first, account: 'buyer', amount: '-120.05', 'amount in minor units': '-12005' },
    { ...first, account: 'stripe', amount: '120.05', 'amount in minor units': '12005' },
  ]);
});

test('lists of the shop are for admins', async () => {
  const allOrders = (viewer: Viewer) => exportOrders(viewer, ALL_ORDERS);
  for (const viewer of [await makeUser(), await makeUser({ role: 'MODERATOR' })])
    for (const list of [exportAllPosts, allOrders, exportLedger])
      expect(() => list(viewer)).toThrow(expect.objectContaining({ code: 'not-found' }));
  const rows = await read(exportAllPosts(await makeUser({ role: 'ADMIN' })));
  expect(rows).toHaveLength(await db().post.count());
  expect(rows.every(({ artist, key }) => artist && key === undefined)).toBe(true);
});
