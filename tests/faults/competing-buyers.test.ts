import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { newBuyerCookie, payAtStripe, saleStateOf, sendBuyForm } from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { addAccount, addWork, type Work } from '../support/shop/shop-data.ts';
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
function buyWithRetries(work: { slug: string }, headers: Record<string, string> = {}): Promise<Response> {
  const cookie = newBuyerCookie();
  return eventually(async () => {
    const response = await sendBuyForm(shop, work, { cookie, ...headers });
    if (response.status === 503 || outcome(response) === 'try-later') throw new Error(await response.text());
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
  const responses = await Promise.all(buyers.map((work) => buyWithRetries(work)));

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
  const browser = { cookie: newBuyerCookie() };
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

/** Sends the form for each work from this buyer, all at once. @returns the outcomes. */
const buyAll = async (works: Work[], headers: Record<string, string>) =>
  (await Promise.all(works.map((work) => buyWithRetries(work, headers)))).map(outcome);
const addWorks = (count: number) => Promise.all(Array.from({ length: count }, () => addWork(shop)));
const isHeld = (code: string) => code.startsWith('/c/pay/');

/** The cookie of an account that is old enough to be known. */
async function signInKnown(): Promise<string> {
  const { id, username } = await addAccount(shop);
  await shop.database.query("UPDATE users SET created_at = now() - interval '8 days' WHERE id = $1", [id]);
  return eventually(async () => {
    const { cookie, page } = await signInOverHttp(shop, username);
    if (cookie === null) throw new Error(page);
    return cookie;
  }, 60_000);
}

test('one known account can hold 8 works, and one IP address 30', async () => {
  const works = await addWorks(9);
  const account = { cookie: `${await signInKnown()}; ${newBuyerCookie()}` };
  const sameAccount = await buyAll(works, account);
  expect(sameAccount.filter(isHeld)).toHaveLength(8);
  expect(sameAccount.filter((code) => code === 'too-many-holds')).toHaveLength(1);
  const refusal = await fetch(`${shop.url}/posts/${works[0]?.slug}/checkout?problem=too-many-holds`, {
    headers: account,
  });
  expect((await refusal.text()).match(/href="\/orders\/[\w-]+"/g)).toHaveLength(8);

  const address = '198.51.100.1, 203.0.113.77';
  const accounts = await Promise.all(Array.from({ length: 4 }, signInKnown));
  const sameAddress = await Promise.all(
    accounts.map(async (cookie) =>
      buyAll(await addWorks(8), { 'x-forwarded-for': address, cookie: `${cookie}; ${newBuyerCookie()}` }),
    ),
  );
  expect(sameAddress.flat().filter(isHeld)).toHaveLength(30);
  expect(sameAddress.flat().filter((code) => code === 'too-many-holds-here')).toHaveLength(2);
  await expectInvariants(shop);
});

test('without an account one browser can hold 3 works, whatever it makes up as its cookie', async () => {
  const works = await addWorks(4);
  const sameBrowser = await buyAll(works, { cookie: newBuyerCookie() });
  expect(sameBrowser.filter(isHeld)).toHaveLength(3);
  expect(sameBrowser.filter((code) => code === 'too-many-holds')).toHaveLength(1);

  const [work, another] = await addWorks(2);
  if (!work || !another) throw new Error('two works were added');
  const madeUp = crypto.randomUUID();
  const [token = '', signature] = newBuyerCookie().slice('buyer='.length).split('.');
  for (const [value, bought] of [
    [madeUp, work],
    [`${madeUp}.${signature}`, another],
  ] as const) {
    const response = await sendBuyForm(shop, bought, { cookie: `buyer=${value}` });
    const { rows } = await shop.database.query<{ token: string }>(
      'SELECT buyer_token AS token FROM orders WHERE post_id = $1',
      [bought.id],
    );
    // The shop has issued another one.
    expect(rows[0]?.token).not.toBe(madeUp);
    const issued = response.headers.getSetCookie().find((cookie) => cookie.startsWith('buyer='));
    expect(issued).toContain(`buyer=${rows[0]?.token}.`);
    expect(issued).toMatch(/HttpOnly/i);
  }
  expect(token).not.toBe(madeUp);
});

test('with a new cookie for each hold two /64 of one /48 hold twelve of fifteen works, and a /24 twelve', async () => {
  const networks: [string, (index: number) => string][] = [
    ['IPv6', (index) => `2001:db8:77:${index % 2 === 0 ? '100' : '200'}::${index + 1}`],
    ['IPv4', (index) => `198.51.100.${index + 1}`],
  ];
  for (const [name, addressOf] of networks) {
    const works = await addWorks(15);
    const outcomes: string[] = [];
    for (const [index, work] of works.entries()) {
      const headers = { 'x-forwarded-for': addressOf(index), cookie: '' };
      outcomes.push(outcome(await sendBuyForm(shop, work, headers)));
    }
    expect(outcomes.filter(isHeld), name).toHaveLength(12);
    expect(
      outcomes.filter((code) => code === 'too-many-holds-here'),
      name,
    ).toHaveLength(3);
  }
});

test('a buyer with the cookie of an earlier version keeps their order, and gets a signed cookie', async () => {
  const [work, another] = await addWorks(2);
  if (!work || !another) throw new Error('two works were added');
  const token = crypto.randomUUID();
  const page = outcome(await sendBuyForm(shop, work, { cookie: newBuyerCookie() }));
  await shop.database.query('UPDATE orders SET buyer_token = $1 WHERE post_id = $2', [token, work.id]);
  const again = await sendBuyForm(shop, work, { cookie: `buyer=${token}` });
  expect(outcome(again)).toBe(page);
  const signed = again.headers.getSetCookie().find((cookie) => cookie.startsWith('buyer='));
  expect(signed).toContain(`buyer=${token}.`);
  const later = await sendBuyForm(shop, another, { cookie: signed?.split(';')[0] ?? '' });
  expect(outcome(later)).toMatch(/^\/c\/pay\//);
  const { rows } = await shop.database.query('SELECT post_id FROM orders WHERE buyer_token = $1', [token]);
  expect(rows).toHaveLength(2);
});

test('a loopback address, as behind a proxy that forwards none, has no limit', async () => {
  const works = await Promise.all(Array.from({ length: 31 }, () => addWork(shop)));
  const local = { 'x-forwarded-for': '127.0.0.1' };
  const outcomes = (await Promise.all(works.map((work) => sendBuyForm(shop, work, local)))).map(outcome);
  expect(outcomes.filter((code) => !code.startsWith('/c/pay/'))).toEqual([]);
});
