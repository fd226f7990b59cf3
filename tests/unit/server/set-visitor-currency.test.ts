import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newRequestExchange } from '#server/request-exchange.ts';
import { setVisitorCurrency } from '#server/set-visitor-currency.ts';

Object.assign(process.env, {
  ...{ DATABASE_URL: 'postgresql://localhost/none', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
  ...{ NEXTAUTH_URL: 'http://localhost', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
  ...{ SHOP_CURRENCY: 'GBP', COUNTRY_HEADERS: 'x-land, cf-ipcountry' },
});

/** Responds as Next does from its cache, with the headers of the cached page. */
const server = createServer((request, response) => {
  setVisitorCurrency(newRequestExchange(request, response));
  response.setHeader('vary', 'rsc, next-url');
  response.end(String(request.headers['x-visitor-currency']));
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

async function get(headers: Record<string, string>, path = '/'): Promise<{ currency: string; vary: string | null }> {
  const response = await fetch(url + path, {
    headers: { 'accept-language': 'en', ...headers } as Record<string, string>,
  });
  return { currency: await response.text(), vary: response.headers.get('vary') };
}

test.for<[Record<string, string>, string]>([
  [{}, 'GBP'],
  [{ 'accept-language': 'ja-JP' }, 'JPY'],
  [{ 'accept-language': 'ja-JP', 'cf-ipcountry': 'US' }, 'USD'],
  [{ 'cf-ipcountry': 'US', 'x-land': 'KW' }, 'KWD'],
  [{ 'cf-ipcountry': 'US', cookie: 'currency=CHF' }, 'CHF'],
  [{ 'cf-ipcountry': 'US', cookie: 'a=currency=EUR; currency=CHF; b=1' }, 'CHF'],
  [{ cookie: 'xcurrency=CHF' }, 'GBP'],
  [{ cookie: 'currency=CHFX' }, 'GBP'],
  // Ignored from the visitor: it could name a currency for which no page exists.
  [{ 'x-visitor-currency': 'XXX' }, 'GBP'],
])('a visitor with the headers %o gets %s', async ([headers, currency]) => {
  expect(await get(headers)).toMatchObject({ currency });
  // The second request uses the remembered result.
  expect(await get(headers)).toMatchObject({ currency });
});

test('the Vary header names what the currency depends on, in addition to Next’s values', async () => {
  expect((await get({})).vary).toBe('rsc, next-url, Cookie, Accept-Language, x-land, cf-ipcountry');
  expect((await get({}, '/_next/static/chunk.js')).vary).toBe('rsc, next-url');
  expect((await get({}, '/media/picture.webp')).vary).toBe('rsc, next-url');
});
