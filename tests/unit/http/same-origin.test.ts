import { beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
});

async function isFromOurSite(headers: Record<string, string>): Promise<boolean> {
  for (const [name, value] of Object.entries({
    ...{ DATABASE_URL: 'postgresql://localhost/x', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
    ...{ NEXTAUTH_URL: 'https://shop.example', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'x'.repeat(32) },
    ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
  }))
    vi.stubEnv(name, value);
  const { isSameOrigin } = await import('#lib/http/same-origin.ts');
  return isSameOrigin(new Request('http://127.0.0.1:3000/', { method: 'POST', headers }));
}

test.for<[boolean, Record<string, string>]>([
  [true, { 'sec-fetch-site': 'same-origin' }],
  [false, { 'sec-fetch-site': 'none' }],
  [true, { 'sec-fetch-site': 'none', origin: 'https://shop.example' }],
  [false, { 'sec-fetch-site': 'cross-site' }],
  [false, { 'sec-fetch-site': 'same-site' }],
  [false, { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' }],
  [true, { origin: 'https://shop.example' }],
  [false, { origin: 'https://evil.example' }],
  [false, { origin: 'http://shop.example' }],
  [false, { origin: 'null' }],
  [true, { 'sec-fetch-site': 'same-origin', origin: 'null' }],
  [false, { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }],
  // A program.
  [true, {}],
])('is %s for the headers %j', async ([expected, headers]) => {
  expect(await isFromOurSite(headers)).toBe(expected);
});
