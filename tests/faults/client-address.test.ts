import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { decodeEntities, hiddenFields } from '../support/http/html-form.ts';
import { addAccount, addWork, PASSWORD } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { workers: 0 });
});
afterAll(() => shop?.stop());

/** Sends the sign-in form. @param forwarded the value of X-Forwarded-For. @returns what the page says, '' if signed in */
async function signIn(name: string, password: string, forwarded: string): Promise<string> {
  const page = await fetch(`${shop.url}/sign-in`);
  const body = new FormData();
  for (const [field, value] of hiddenFields(await page.text(), 'name="password"') ?? []) body.set(field, value);
  body.set('name', name);
  body.set('password', password);
  const headers = { origin: shop.url, 'x-forwarded-for': forwarded };
  const response = await fetch(`${shop.url}/sign-in`, { method: 'POST', body, redirect: 'manual', headers });
  if (response.status === 303) return '';
  const text = decodeEntities(await response.text());
  return /Too many attempts|Wrong username or password/.exec(text)?.[0] ?? text;
}

/** Opens a live stream from this address. */
async function openStream(address: string) {
  const abort = new AbortController();
  const headers = { 'x-forwarded-for': address };
  const response = await fetch(`${shop.url}/api/live`, { headers, signal: abort.signal });
  return { response, close: () => abort.abort() };
}

test('twenty pages of one household are updated at once, and the next one when a place is free', async () => {
  const streams = await Promise.all(Array.from({ length: 20 }, (_, index) => openStream(`2001:db8:1:2::${index}`)));
  expect(streams.map(({ response }) => response.status)).toEqual(Array(20).fill(200));
  const { response } = await openStream('2001:db8:1:2:ffff::1');
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBe('60');
  expect(await response.text()).toMatch(/^[A-Z].*\.$/);
  const neighbour = await openStream('2001:db8:1:3::1');
  expect(neighbour.response.status).toBe(200);
  streams[0]?.close();
  await eventually(async () => {
    const next = await openStream('2001:db8:1:2::ff');
    streams.push(next);
    expect(next.response.status).toBe(200);
  });
  for (const { close } of [...streams, neighbour]) close();
});

test('wrong guesses lock an account where they come from, and its owner signs in elsewhere', async () => {
  const { username, email } = await addAccount(shop);
  for (let attempt = 0; attempt < 10; attempt++)
    expect(await signIn(attempt % 2 ? username : email, 'wrong', '203.0.113.7')).toBe('Wrong username or password');
  expect(await signIn(username, PASSWORD, '203.0.113.7')).toBe('Too many attempts');
  // What stands left of the address that the proxy saw changes nothing.
  expect(await signIn(email, PASSWORD, '198.51.100.1, 203.0.113.7')).toBe('Too many attempts');
  expect(await signIn(email, PASSWORD, '198.51.100.1')).toBe('');
});

test('a username has no page and no list before its first published work', async () => {
  const buyer = await addAccount(shop);
  const { artist } = await addWork(shop);
  const statuses = (username: string) =>
    Promise.all(
      [`/artists/${username}`, `/in/EUR/artists/${username}`, `/api/posts?artist=${username}`].map(
        async (path) => (await fetch(shop.url + path)).status,
      ),
    );
  expect(await statuses(buyer.username)).toEqual([404, 404, 404]);
  expect(await statuses('nobody-at-all')).toEqual([404, 404, 404]);
  expect(await statuses(artist.username)).toEqual([200, 200, 200]);
  await addWork(shop, { artist: buyer });
  await eventually(async () => expect(await statuses(buyer.username)).toEqual([200, 200, 200]));
});

test('what only Next says to itself changes no page', async () => {
  const { slug } = await addWork(shop);
  for (const path of [`/posts/${slug}`, '/sign-in', '/dashboard']) {
    const get = async (headers: Record<string, string> = {}) => {
      const response = await fetch(shop.url + path, { headers, redirect: 'manual' });
      return {
        status: response.status,
        location: response.headers.get('location'),
        type: response.headers.get('content-type'),
      };
    };
    const plain = await get();
    for (const headers of [
      { 'x-middleware-prefetch': '1' },
      { 'x-matched-path': '/admin' },
      { 'x-invoke-path': '/admin', 'x-invoke-status': '200' },
      { 'x-now-route-matches': '1=admin' },
      { 'x-nextjs-data': '1' },
      { 'next-resume': '1', 'x-next-resume-state-length': '1' },
      { 'x-middleware-set-cookie': 'a=b', 'x-middleware-override-headers': 'cookie' },
    ] as Record<string, string>[])
      expect(await get(headers), `${path} ${Object.keys(headers)}`).toEqual(plain);
  }
});

// The last one: the web process is started again.
test('without trusted proxies nobody chooses their address', async () => {
  await shop.restart('web', { TRUSTED_PROXIES: 'none' });
  const { username } = await addAccount(shop);
  for (let attempt = 0; attempt < 10; attempt++)
    expect(await signIn(username, 'wrong', `203.0.113.${attempt}`)).toBe('Wrong username or password');
  expect(await signIn(username, PASSWORD, '198.51.100.77')).toBe('Too many attempts');
});
