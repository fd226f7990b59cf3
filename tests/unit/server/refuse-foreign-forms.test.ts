import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseForeignForms } from '#server/refuse-foreign-forms.ts';
import { newRequestExchange } from '#server/request-exchange.ts';

Object.assign(process.env, {
  ...{ DATABASE_URL: 'postgresql://localhost/none', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
  ...{ NEXTAUTH_URL: 'https://shop.example', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
});

const server = createServer((request, response) => {
  refuseForeignForms(newRequestExchange(request, response));
  if (!response.writableEnded) response.end('answered');
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

/** The status of a request with exactly these headers: fetch would add its own. */
const statusOf = (method: string, path: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const request = send({ port, method, path, headers: { host: 'shop.example', ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    request.end(/^P/.test(method) ? 'a=b' : undefined);
  });

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const ACTION = { 'next-action': '40a1', 'content-type': 'text/plain;charset=UTF-8' };
const OWN = { origin: 'https://shop.example' };

test.for<[number, string, string, Record<string, string>]>([
  [200, 'POST', '/dashboard', { ...ACTION, 'sec-fetch-site': 'same-origin' }],
  [200, 'POST', '/dashboard', { ...FORM, ...OWN, 'sec-fetch-site': 'same-origin' }],
  // Browsers of 2018 to 2023 without Sec-Fetch-Site.
  [200, 'POST', '/sign-in', { ...FORM, ...OWN }],
  [200, 'POST', '/orders/0/cancel', { ...FORM, ...OWN }],
  // A page with `Referrer-Policy: no-referrer`.
  [200, 'POST', '/sign-in', { ...FORM, origin: 'null', 'sec-fetch-site': 'same-origin' }],
  [403, 'POST', '/dashboard', ACTION],
  [403, 'POST', '/dashboard', { 'content-type': 'multipart/form-data; boundary=b' }],
  [403, 'POST', '/dashboard', { ...FORM, 'next-action': '40a1' }],
  // A program at a route, which knows no actions.
  [200, 'POST', '/posts/blue/buy', FORM],
  [200, 'POST', '/posts/blue/visit', {}],
  [403, 'POST', '/dashboard', { ...ACTION, 'sec-fetch-site': 'none' }],
  [403, 'POST', '/dashboard', { ...ACTION, 'sec-fetch-site': 'cross-site' }],
  [403, 'POST', '/dashboard', { ...ACTION, ...OWN, 'sec-fetch-site': 'same-site' }],
  [403, 'POST', '/dashboard', { ...ACTION, origin: 'null' }],
  [403, 'POST', '/dashboard', { ...ACTION, origin: 'https://evil.example' }],
  [403, 'POST', '/dashboard', { ...ACTION, origin: 'http://shop.example' }],
  [403, 'POST', '/', { ...ACTION, 'x-forwarded-host': 'evil.example', origin: 'https://evil.example' }],
  [403, 'PUT', '/dashboard', ACTION],
  [200, 'GET', '/dashboard', {}],
  [200, 'HEAD', '/dashboard', { 'sec-fetch-site': 'cross-site' }],
  // Stripe’s events have a signature.
  [200, 'POST', '/api/webhooks/stripe', { 'content-type': 'application/json' }],
])('%s for %s %s with %j', async ([status, method, path, headers]) => {
  expect(await statusOf(method, path, headers)).toBe(status);
});
