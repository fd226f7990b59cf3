import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openForm } from '../support/http/open-form.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import {
  type Checkout,
  payAtStripe,
  saleStateOf,
  sendBuyForm,
  startCheckoutOverHttp,
} from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { addWork, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

type SubmitForm = (fields: Record<string, string>) => Promise<Response>;

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
});
afterAll(() => shop?.stop());

let work: Work;
let cookie: string;
let submitEdit: SubmitForm;
let submitCommand: SubmitForm;
let checkout: Checkout;

// The artist opened the forms before somebody started to buy.
beforeEach(async () => {
  work = await addWork(shop);
  cookie = (await signInOverHttp(shop, work.artist.username)).cookie ?? '';
  submitEdit = await openForm(shop, { path: `/posts/${work.slug}/edit`, containing: 'name="price"', cookie });
  submitCommand = await openForm(shop, { path: '/dashboard', containing: work.id, cookie });
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

/** The page to which a form was redirected. */
async function shownAfter({ headers }: Response): Promise<string> {
  return (await fetch(new URL(headers.get('location') ?? '', shop.url), { headers: { cookie } })).text();
}

const originalWork = () => ({
  ...{ title: work.title, description: 'A study.', price: 12_000, currency: 'EUR', status: 'LISTED', pictures: 1 },
});

test('the price, text and pictures of a held work cannot be changed', async () => {
  const changesToTry: Record<string, string>[] = [
    {},
    { intent: 'publish' },
    { picture: '00000000-0000-4000-8000-000000000000' },
  ];
  for (const changes of changesToTry) {
    const page = await shownAfter(await submitEdit({ ...FIELDS, ...changes }));
    expect(page).toContain('This work is reserved or sold, so it cannot be changed now.');
    expect(await storedWork()).toEqual(originalWork());
  }
});

test.for(['unpublish', 'delete'])('the artist cannot %s a held work', async (name) => {
  const page = await shownAfter(await submitCommand({ command: name }));
  expect(page).toContain('This work is reserved or sold, so it cannot be changed now.');
  expect(await storedWork()).toEqual(originalWork());
});

test('with twenty changes at the moment of payment the sale goes through at the held price', async () => {
  const changes = Array.from({ length: 20 }, (_, index) =>
    index % 2 === 0 ? submitEdit(FIELDS) : submitCommand({ command: index % 4 === 1 ? 'unpublish' : 'delete' }),
  );
  await Promise.all([payAtStripe(shop, checkout.sessionId), ...changes]);
  await eventually(async () =>
    expect(await saleStateOf(shop, checkout.orderId)).toEqual({ order: 'PAID', post: 'SOLD', held: false, flag: null }),
  );
  expect(await storedWork()).toEqual({ ...originalWork(), status: 'SOLD' });
  const { rows } = await shop.database.query('SELECT amount::int, currency FROM orders WHERE post_id = $1', [work.id]);
  expect(rows).toEqual([{ amount: 12_000, currency: 'EUR' }]);
  await expectInvariants(shop);
});

test('of a purchase and a price change at the same moment exactly one succeeds', async () => {
  const works = await Promise.all(Array.from({ length: 10 }, () => addWork(shop, { artist: work.artist })));
  await Promise.all(
    works.map(async (work) => {
      const path = `/posts/${work.slug}/edit`;
      const submitChange = await openForm(shop, { path, containing: 'name="price"', cookie });
      const [buyResponse] = await Promise.all([sendBuyForm(shop, work), submitChange(FIELDS)]);
      const { rows } = await shop.database.query<{ price: number; charged: number | null }>(
        `SELECT posts.price_amount::int AS price, orders.amount::int AS charged
         FROM posts LEFT JOIN orders ON post_id = posts.id WHERE posts.id = $1`,
        [work.id],
      );
      const wasFirst = buyResponse.headers.get('location')?.includes('/c/pay/');
      expect(rows).toEqual([wasFirst ? { price: 12_000, charged: 12_000 } : { price: 99_900, charged: null }]);
    }),
  );
});

test('the artist can change the work again once the hold has ended', async () => {
  await fetch(`${shop.url}/orders/${checkout.orderId}/cancel`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: shop.url },
  });
  expect((await submitEdit(FIELDS)).status).toBe(303);
  expect(await storedWork()).toMatchObject({ title: 'Another title', price: 99_900, currency: 'USD' });
});
