import { expect, test } from 'vitest';
import { EnvError, parseEnv } from '#lib/env.ts';

const complete = {
  DATABASE_URL: 'postgresql://user:password@localhost:5432/shop',
  REDIS_URL: 'redis://localhost:6379',
  NEXTAUTH_URL: 'http://localhost:3000/',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  INTERNAL_SECRET: 'y'.repeat(32),
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old',
  SMTP_URL: 'smtp://localhost',
};

test('reads a complete environment, and treats an empty value as not set', () => {
  expect(parseEnv({ ...complete, PORT: '4000', S3_BUCKET: '', LOG_LEVEL: '' })).toMatchObject({
    ...{ PORT: 4_000, NODE_ENV: 'development', DATA_DIR: '.data', LOG_LEVEL: 'info', S3_BUCKET: undefined },
    ...{ NEXTAUTH_URL: 'http://localhost:3000', STRIPE_WEBHOOK_SECRET: ['whsec_new', 'whsec_old'] },
  });
});

function errorFor(changes: Record<string, string | undefined>): string {
  try {
    parseEnv({ ...complete, ...changes });
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  return '';
}

test.for([
  ['PORT', 'abc'],
  ['PORT', '70000'],
  ['PORT', '0'],
  ['NODE_ENV', 'staging'],
  ['DATABASE_URL', 'mysql://localhost/shop'],
  ['DATABASE_URL', 'localhost'],
  ['REDIS_URL', 'http://localhost'],
  ['NEXTAUTH_URL', 'shop.example.org'],
  ['NEXTAUTH_SECRET', 'short'],
  ['INTERNAL_SECRET', 'short'],
  ['STRIPE_SECRET_KEY', 'pk_test_1'],
  ['STRIPE_WEBHOOK_SECRET', 'secret'],
  ['STRIPE_WEBHOOK_SECRET', 'whsec_new,'],
  ['STRIPE_API_URL', 'localhost:4242'],
  ['SMTP_URL', 'http://localhost'],
  ['MAIL_FROM', 'nobody'],
  ['CURRENCY_SERVICE_URL', 'ftp://rates.example.org'],
  ['SHOP_CURRENCY', 'XXX'],
  ['SHOP_CURRENCY', 'eur'],
  ['COUNTRY_HEADERS', 'cf-ipcountry, my country'],
  ['TRUSTED_PROXIES', 'nginx'],
  ['TRUSTED_PROXIES', '10.0.0.1, '],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', '10.0.0.256'],
  ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ['TRUSTED_PROXIES', '::/0'],
  ['TRUSTED_PROXIES', 'none, ::1'],
  ['CURRENCY_MARGIN', '2.5 %'],
  ['CURRENCY_MARGIN', '-1'],
  ['CURRENCY_MARGIN', '100'],
  ['PRICE_ENDING', '90'],
  ['PRICE_ENDING', '.9'],
  ['S3_ENDPOINT', 'minio'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused with one sentence that names the variable', ([name, value]) => {
  const sentence = errorFor({ [name ?? '']: value });
  expect(sentence).toMatch(new RegExp(`^${name} (must|is not valid)[^\\n]*\\.$`));
  expect(sentence).not.toContain('\n');
});

test.for(Object.keys(complete))('%s is required', (name) => {
  for (const value of [undefined, ''])
    expect(errorFor({ [name]: value })).toMatch(new RegExp(`^${name} is not set.*\\.$`));
});

test('the sentence never contains the value, which may be a secret', () => {
  for (const name of ['NEXTAUTH_SECRET', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'DATABASE_URL'])
    expect(errorFor({ [name]: 'h4rd-to-guess' })).not.toContain('h4rd-to-guess');
});

test.for(['sk_live_1', 'rk_live_1'])('STRIPE_API_URL is refused together with the live key %s', (STRIPE_SECRET_KEY) => {
  expect(errorFor({ STRIPE_SECRET_KEY, STRIPE_API_URL: 'http://localhost:4242' })).toMatch(/^STRIPE_API_URL .*\.$/);
  expect(errorFor({ STRIPE_SECRET_KEY })).toBe('');
  expect(errorFor({ STRIPE_API_URL: 'http://localhost:4242' })).toBe('');
});

test('reads the currency settings in the form in which they are used', () => {
  expect(parseEnv(complete)).toMatchObject({ SHOP_CURRENCY: 'EUR', CURRENCY_MARGIN: '0' });
  expect(parseEnv(complete).PRICE_ENDING).toBeUndefined();
  expect(parseEnv(complete).COUNTRY_HEADERS).toContain('cf-ipcountry');
  const given = { SHOP_CURRENCY: 'JPY', COUNTRY_HEADERS: 'X-Land, cf-ipcountry', CURRENCY_MARGIN: '2.5' };
  expect(parseEnv({ ...complete, ...given, PRICE_ENDING: '.90' })).toMatchObject({
    ...{ SHOP_CURRENCY: 'JPY', COUNTRY_HEADERS: ['x-land', 'cf-ipcountry'], CURRENCY_MARGIN: '2.5', PRICE_ENDING: 90 },
  });
  expect(parseEnv({ ...complete, PRICE_ENDING: '.00' }).PRICE_ENDING).toBe(0);
});
