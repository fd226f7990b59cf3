import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { eventually } from '../support/eventually.ts';
import { payAtStripe, saleOf, sendBuyForm } from '../support/http/buyer.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addWork, type Work } from '../support/shop/shop-data.ts';
import { stripeState } from '../support/stripe/stripe-control.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
});
afterAll(() => shop?.stop());

/** Stripe's payment page, or the code of the refusal. */
const outcome = (response: Response) => {
  const address = new URL(response.headers.get('location') ?? '/?problem=none', shop.url);
  return address.pathname.startsWith('/c/pay/') ? address.pathname : String(address.searchParams.get('problem'));
};

/** On a busy machine some hear that the shop is overloaded, and do what its sentence says. */
function buyPatiently(work: { slug: string }): Promise<Response> {
  const cookie = `buyer=${randomUUID()}`;
  return eventually(async () => {
    const answer = await sendBuyForm(shop, work, { cookie });
    if (answer.status === 503) throw new Error(await answer.text());
    return answer;
  }, 60_000);
}

async function sessionsOf(work: Work): Promise<string[]> {
  const { sessions } = await stripeState(shop);
  return sessions.filter(({ metadata }) => metadata?.postId === work.id).map(({ id }) => id);
}

test('of 400 buyers on 20 works 20 get one, and everybody else hears at once that he did not', async () => {
  const works = await Promise.all(Array.from({ length: 20 }, () => addWork(shop)));
  const buyers = Array.from({ length: 400 }, (_, index) => works[index % works.length] ?? { slug: '' });
  const answers = await Promise.all(buyers.map(buyPatiently));

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
  const outcomes = answers.map(outcome);
  const pages = outcomes.filter((address) => address.startsWith('/c/pay/'));
  expect(new Set(pages).size).toBe(20);
  expect(outcomes.filter((code) => code === 'being-bought')).toHaveLength(380);

  const { rows } = await shop.database.query('SELECT status, count(*)::int FROM orders GROUP BY status');
  expect(rows).toEqual([{ status: 'HELD', count: 20 }]);
  for (const work of works) expect(await sessionsOf(work)).toHaveLength(1);

  // All twenty pay, and nobody else can buy any more.
  const orders = await shop.database.query<{ id: string; session_id: string }>('SELECT id, session_id FROM orders');
  await Promise.all(orders.rows.map(({ session_id }) => payAtStripe(shop, session_id)));
  for (const { id } of orders.rows)
    await eventually(async () => expect(await saleOf(shop, id)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  expect(new Set((await Promise.all(works.map((work) => sendBuyForm(shop, work)))).map(outcome))).toEqual(
    new Set(['sold']),
  );
  await expectSound(shop);
});

test('a double click, and five tabs of one browser, lead to one payment page', async () => {
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
  await expectSound(shop);
});

test('one browser, and one address, hold only so many works', async () => {
  const works = await Promise.all(Array.from({ length: 9 }, () => addWork(shop)));
  const browser = { cookie: `buyer=${randomUUID()}` };
  const answers = (await Promise.all(works.map((work) => sendBuyForm(shop, work, browser)))).map(outcome);
  expect(answers.filter((answer) => answer.startsWith('/c/pay/'))).toHaveLength(8);
  expect(answers.filter((answer) => answer === 'too-many-holds')).toHaveLength(1);
  const refusal = await fetch(`${shop.url}/posts/${works[0]?.slug}/checkout?problem=too-many-holds`, {
    headers: browser,
  });
  expect((await refusal.text()).match(/href="\/orders\/[\w-]+"/g)).toHaveLength(8);

  const address = { 'x-forwarded-for': '198.51.100.1, 203.0.113.77' };
  const more = await Promise.all(Array.from({ length: 31 }, () => addWork(shop)));
  const same = (await Promise.all(more.map((work) => sendBuyForm(shop, work, address)))).map(outcome);
  expect(same.filter((answer) => answer.startsWith('/c/pay/'))).toHaveLength(30);
  expect(same.filter((answer) => answer === 'too-many-holds-here')).toHaveLength(1);
  await expectSound(shop);
});

test('behind a proxy that names nobody, and on the machine itself, no address is counted', async () => {
  const works = await Promise.all(Array.from({ length: 31 }, () => addWork(shop)));
  const local = { 'x-forwarded-for': '127.0.0.1' };
  const answers = (await Promise.all(works.map((work) => sendBuyForm(shop, work, local)))).map(outcome);
  expect(answers.filter((answer) => !answer.startsWith('/c/pay/'))).toEqual([]);
});
