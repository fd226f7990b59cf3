import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newExchange } from '#server/exchange.ts';
import { setVisitorCurrency } from '#server/visitor-currency.ts';

Object.assign(process.env, {
  ...{ DATABASE_URL: 'postgresql://localhost/none', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
  ...{ NEXTAUTH_URL: 'http://localhost', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
  ...{ SHOP_CURRENCY: 'GBP', COUNTRY_HEADERS: 'x-land, cf-ipcountry' },
});

/** Answers as Next does from its cache: with the headers of a page as it was kept. */
const server = createServer((request, response) => {
  setVisitorCurrency(newExchange(request, response));
  response.setHeader('vary', 'rsc, next-url');
  response.end(String(request.headers['x-visitor-currency']));
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

async function ask(headers: Record<string, string>, path = '/'): Promise<{ currency: string; vary: string | null }> {
  const answer = await fetch(url + path, {
    headers: { 'accept-language': 'en', ...headers } as Record<string, string>,
  });
  return { currency: await answer.text(), vary: answer.headers.get('vary') };
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
  // Not for the visitor to say: it could name what no page is made for.
  [{ 'x-visitor-currency': 'XXX' }, 'GBP'],
])('%o is a visitor with %s', async ([headers, currency]) => {
  expect(await ask(headers)).toMatchObject({ currency });
  // The second time it is remembered.
  expect(await ask(headers)).toMatchObject({ currency });
});

test('a cache in front is told by what the page was chosen, beside what Next says', async () => {
  expect((await ask({})).vary).toBe('rsc, next-url, Cookie, Accept-Language, x-land, cf-ipcountry');
  expect((await ask({}, '/_next/static/chunk.js')).vary).toBe('rsc, next-url');
  expect((await ask({}, '/media/picture.webp')).vary).toBe('rsc, next-url');
});
