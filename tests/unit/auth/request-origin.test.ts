import { expect, test } from 'vitest';
import { requestOrigin } from '#lib/auth/request-origin.ts';

Object.assign(process.env, {
  ...{ DATABASE_URL: 'postgresql://localhost/none', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
  ...{ NEXTAUTH_URL: 'http://localhost', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', COUNTRY_HEADERS: 'cf-ipcountry,x-country' },
});

const deviceOf = (userAgent: string) => requestOrigin(new Headers({ 'user-agent': userAgent })).device;
const countryOf = (headers: Record<string, string>) => requestOrigin(new Headers(headers)).country;

test.for([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  ['', ''],
  ['\u00ff'.repeat(5_000), ''],
])('a device is named by its browser and system: %s', ([userAgent, name]) => {
  expect(deviceOf(userAgent ?? '')).toBe(name);
});

test('a device that calls itself something long has a short name', () => {
  expect(deviceOf(`${'made-up'.repeat(200)}/1.0 (${'x'.repeat(500)})`).length).toBeLessThanOrEqual(60);
});

test('the country is that of the first header with one, if it is one', () => {
  expect(countryOf({ 'cf-ipcountry': 'ie' })).toBe('IE');
  expect(countryOf({ 'x-country': 'FR' })).toBe('FR');
  for (const value of ['XXX', '1', '<b>']) expect(countryOf({ 'cf-ipcountry': value })).toBeNull();
  expect(countryOf({})).toBeNull();
});
