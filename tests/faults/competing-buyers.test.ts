import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { payAtStripe, saleStateOf, sendBuyForm } from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { addWork, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import { emulatorState } from '../support/stripe/control-stripe.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
});
afterAll(() => shop?.stop());

/** The path of Stripe's payment page, or the code of the refusal. */
const outcome = (response: Response) => {
  const url = new URL(response.headers.get('location') ?? '/?problem=none', shop.url);
  return url.pathname.startsWith('/c/pay/') ? url.pathname : String(url.searchParams.get('problem'));
};

/** On a busy machine the shop may reply that it is overloaded: then the buyer tries again. */
function buyWithRetries(work: { slug: string }): Promise<Response> {
  const cookie = `buyer=${randomUUID()}`;
  return eventually(async () => {
    const response = await sendBuyForm(shop, work, { cookie });
    if (response.status === 503) throw new Error(await response.text());
    return response;
  }, 60_000);
}

async function sessionsOf(work: Work): Promise<string[]> {
  const { sessions } = await emulatorState(shop);
  return sessions.filter(({ metadata }) => metadata?.postId === work.id).map(({ id }) => id);
}

test('of 400 buyers of 20 works 20 get a hold, and everyone else is refused at once', async () => {
  const works = await Promise.all(Array.from({ length: 20 }, () => addWork(shop)));
  const buyers = Array.from({ length: 400 }, (_, index) => works[index % works.length] ?? { slug: '' });
  const responses = await Promise.all(buyers.map(buyWithRetries));

  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([303]));
  const outcomes = responses.map(outcome);
  const pages = outcomes.filter((code) => code.startsWith('/c/pay/'));
  expect(new Set(pages).size).toBe(20);
  expect(outcomes.filter((code) => code === 'being-bought')).toHaveLength(380);

  const { rows } = await shop.database.query('SELECT status, count(*)::int FROM orders GROUP BY status');
  expect(rows).toEqual([{ status: 'HELD', count: 20 }]);
  for (const work of works) expect(await sessionsOf(work)).toHaveLength(1);

  // All twenty pay, and then nobody else can buy.
  const orders = await shop.database.query<{ id: string; session_id: string }>('SELECT id, session_id FROM orders');
  await Promise.all(orders.rows.map(({ session_id }) => payAtStripe(shop, session_id)));
  for (const { id } of orders.rows)
    await eventually(async () => expect(await saleStateOf(shop, id)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  expect(new Set((await Promise.all(works.map((work) => sendBuyForm(shop, work)))).map(outcome))).toEqual(
    new Set(['sold']),
  );
  await expectInvariants(shop);
});

test('a double click and five tabs of one browser open one payment page', async () => {
  const work = await addWork(shop);
  const browser = { cookie: `buyer=${randomUUID()}` };
  const clicks = await Promise.all(Array.from({ length: 5 }, () => sendBuyForm(shop, work, browser)));
  const [page, ...others] = [...new Set(clicks.map(outcome))];
  expect(page).toMatch(/^\/c\/pay\//);
  expect(others).toEqual([]);
  // The second tab, later.
  expect(outcome(await sendBuyForm(shop, work, browser))).toBe(page);
  expect(outcome(await sendBuyForm(shop, work))).toBe('being-bought');
  expect(await sessionsOf(work)).toHaveLength(1);
  await expectInvariants(shop);
});

test('one browser can hold 8 works, and one IP address 30', async () => {
  const works = await Promise.all(Array.from({ length: 9 }, () => addWork(shop)));
  const browser = { cookie: `buyer=${randomUUID()}` };
  const sameBrowser = (await Promise.all(works.map((work) => sendBuyForm(shop, work, browser)))).map(outcome);
  expect(sameBrowser.filter((code) => code.startsWith('/c/pay/'))).toHaveLength(8);
  expect(sameBrowser.filter((code) => code === 'too-many-holds')).toHaveLength(1);
  const refusal = await fetch(`${shop.url}/posts/${works[0]?.slug}/checkout?problem=too-many-holds`, {
    headers: browser,
  });
  expect((await refusal.text()).match(/href="\/orders\/[\w-]+"/g)).toHaveLength(8);

  const address = { 'x-forwarded-for': '198.51.100.1, 203.0.113.77' };
  const more = await Promise.all(Array.from({ length: 31 }, () => addWork(shop)));
  const sameAddress = (await Promise.all(more.map((work) => sendBuyForm(shop, work, address)))).map(outcome);
  expect(sameAddress.filter((code) => code.startsWith('/c/pay/'))).toHaveLength(30);
  expect(sameAddress.filter((code) => code === 'too-many-holds-here')).toHaveLength(1);
  await expectInvariants(shop);
});

test('a loopback address, as behind a proxy that forwards none, has no limit', async () => {
  const works = await Promise.all(Array.from({ length: 31 }, () => addWork(shop)));
  const local = { 'x-forwarded-for': '127.0.0.1' };
  const outcomes = (await Promise.all(works.map((work) => sendBuyForm(shop, work, local)))).map(outcome);
  expect(outcomes.filter((code) => !code.startsWith('/c/pay/'))).toEqual([]);
});
