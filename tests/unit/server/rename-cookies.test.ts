import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renameCookies } from '#server/rename-cookies.ts';
import { newRequestExchange } from '#server/request-exchange.ts';

Object.assign(process.env, {
  ...{ DATABASE_URL: 'postgresql://localhost/none', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
  ...{ NEXTAUTH_URL: 'https://shop.example', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
});

let now = Date.UTC(2026, 11, 1);

/** Responds with the cookies that Next sees, and signs out if the path says so. */
const server = createServer((request, response) => {
  const exchange = newRequestExchange(request, response);
  exchange.isCachedPage = request.url === '/';
  renameCookies(exchange, now);
  if (request.url === '/sign-out')
    response.setHeader('set-cookie', ['__Host-next-auth.session-token=; Path=/; Secure; Max-Age=0', 'a=b']);
  response.end(request.headers.cookie ?? '');
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

async function get(cookie: string, path = '/dashboard'): Promise<{ seen: string; set: string[] }> {
  const response = await fetch(url + path, { headers: { cookie } });
  return { seen: await response.text(), set: response.headers.getSetCookie() };
}

const OLD = '__Secure-next-auth.session-token';
const NEW = '__Host-next-auth.session-token';

test('the cookies of a session of an earlier version get their present name, and the old ones are deleted', async () => {
  const { seen, set } = await get(`currency=EUR; ${OLD}=a.b==; signed-in=1; buyer=c`);
  // Another host of the domain may have set it, so that it sees the orders made with it.
  expect(seen).toBe(`currency=EUR; buyer=c; ${NEW}=a.b==; __Host-signed-in=1`);
  expect(set).toEqual([
    `${OLD}=; Path=/; Secure; Max-Age=0`,
    `${NEW}=a.b==; Path=/; Secure; SameSite=Lax; HttpOnly; Max-Age=2592000`,
    'signed-in=; Path=/; Secure; Max-Age=0',
    '__Host-signed-in=1; Path=/; Secure; SameSite=Lax; Max-Age=2592000',
  ]);
});

test('an old cookie never takes the place of a present one', async () => {
  const { seen, set } = await get(`${OLD}=another-host; ${NEW}=own`);
  expect(seen).toBe(`${NEW}=own`);
  expect(set).toEqual([`${OLD}=; Path=/; Secure; Max-Age=0`]);
});

test('signing out with the old cookie signs out', async () => {
  const { set } = await get(`${OLD}=a`, '/sign-out');
  expect(set).toEqual([`${NEW}=; Path=/; Secure; Max-Age=0`, 'a=b', `${OLD}=; Path=/; Secure; Max-Age=0`]);
});

test('present cookies stay as they are, and cached pages set none', async () => {
  const cookie = `currency=EUR; ${NEW}=a; __Host-buyer=c; flag`;
  expect(await get(cookie)).toEqual({ seen: cookie, set: [] });
  expect(await get(`${OLD}=a`, '/')).toEqual({ seen: `${OLD}=a`, set: [] });
});

test('after sessions of the earlier version have ended, its cookies count for nothing', async () => {
  now = Date.UTC(2027, 2, 1);
  expect(await get(`${OLD}=a`)).toEqual({ seen: `${OLD}=a`, set: [] });
});
