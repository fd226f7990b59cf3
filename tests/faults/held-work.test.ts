import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { eventually } from '../support/eventually.ts';
import { type Checkout, payAtStripe, saleOf, sendBuyForm, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { openForm } from '../support/http/page-form.ts';
import { signInOverHttp } from '../support/http/sign-in.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addWork, type Work } from '../support/shop/shop-data.ts';

type Send = (fields: Record<string, string>) => Promise<Response>;

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
});
afterAll(() => shop?.stop());

let work: Work;
let cookie: string;
let edit: Send;
let command: Send;
let checkout: Checkout;

// The artist has his pages open from before; then somebody begins to buy.
beforeEach(async () => {
  work = await addWork(shop);
  cookie = (await signInOverHttp(shop, work.artist.username)).cookie ?? '';
  edit = await openForm(shop, { path: `/posts/${work.slug}/edit`, holding: 'name="price"', cookie });
  command = await openForm(shop, { path: '/dashboard', holding: work.id, cookie });
  checkout = await startCheckoutOverHttp(shop, work);
});

const FIELDS = {
  ...{ title: 'Another title', price: '999', currency: 'USD', description: 'Another text', content: '' },
  ...{ tags: '', medium: '', year: '', dimensions: '', intent: 'save' },
};

async function storedWork() {
  const { rows } = await shop.database.query(
    `SELECT title, description, price_amount::int AS price, price_currency AS currency, posts.status,
      (SELECT count(*)::int FROM post_images WHERE post_id = posts.id) AS pictures
     FROM posts WHERE id = $1`,
    [work.id],
  );
  return rows[0];
}

const asListed = () => ({
  ...{ title: work.title, description: 'A study.', price: 12_000, currency: 'EUR', status: 'LISTED', pictures: 1 },
});

test('while a work is held its price, text and pictures stay', async () => {
  const wanted: Record<string, string>[] = [
    {},
    { intent: 'list' },
    { picture: '00000000-0000-4000-8000-000000000000' },
  ];
  for (const changes of wanted) {
    const page = await (await edit({ ...FIELDS, ...changes })).text();
    expect(page).toContain('Somebody is buying this work, or has bought it. It cannot be changed now.');
    expect(await storedWork()).toEqual(asListed());
  }
});

test.for(['unlist', 'delete'])('while a work is held nobody can %s it', async (name) => {
  const { headers } = await command({ command: name });
  expect(decodeURIComponent(headers.get('location') ?? '')).toMatch(/Somebody is buying this work/);
  expect(await storedWork()).toEqual(asListed());
});

test('twenty changes and the payment at the same moment: the sale goes through at the held price', async () => {
  const changes = Array.from({ length: 20 }, (_, index) =>
    index % 2 === 0 ? edit(FIELDS) : command({ command: index % 4 === 1 ? 'unlist' : 'delete' }),
  );
  await Promise.all([payAtStripe(shop, checkout.sessionId), ...changes]);
  await eventually(async () =>
    expect(await saleOf(shop, checkout.orderId)).toEqual({ order: 'PAID', post: 'SOLD', held: false, flag: null }),
  );
  expect(await storedWork()).toEqual({ ...asListed(), status: 'SOLD' });
  const { rows } = await shop.database.query('SELECT amount::int, currency FROM orders WHERE post_id = $1', [work.id]);
  expect(rows).toEqual([{ amount: 12_000, currency: 'EUR' }]);
  await expectSound(shop);
});

test('a buyer and an artist at the same moment: the work is sold as it was shown, or the buyer looks again', async () => {
  const works = await Promise.all(Array.from({ length: 10 }, () => addWork(shop, { artist: work.artist })));
  await Promise.all(
    works.map(async (one) => {
      const path = `/posts/${one.slug}/edit`;
      const change = await openForm(shop, { path, holding: 'name="price"', cookie });
      const [bought] = await Promise.all([sendBuyForm(shop, one), change(FIELDS)]);
      const { rows } = await shop.database.query<{ price: number; charged: number | null }>(
        `SELECT posts.price_amount::int AS price, orders.amount::int AS charged
         FROM posts LEFT JOIN orders ON post_id = posts.id WHERE posts.id = $1`,
        [one.id],
      );
      const wasFirst = bought.headers.get('location')?.includes('/c/pay/');
      expect(rows).toEqual([wasFirst ? { price: 12_000, charged: 12_000 } : { price: 99_900, charged: null }]);
    }),
  );
});

test('once the hold is over the artist can change and delete his work again', async () => {
  await fetch(`${shop.url}/orders/${checkout.orderId}/cancel`, { redirect: 'manual' });
  expect((await edit(FIELDS)).status).toBe(303);
  expect(await storedWork()).toMatchObject({ title: 'Another title', price: 99_900, currency: 'USD' });
});
