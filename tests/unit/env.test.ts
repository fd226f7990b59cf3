import { expect, test } from 'vitest';
import { EnvError, parseEnv } from '#lib/env.ts';

const whole = {
  DATABASE_URL: 'postgresql://user:password@localhost:5432/shop',
  REDIS_URL: 'redis://localhost:6379',
  NEXTAUTH_URL: 'http://localhost:3000/',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  INTERNAL_SECRET: 'y'.repeat(32),
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old',
  SMTP_URL: 'smtp://localhost',
};

test('reads a whole environment; what is empty is not set', () => {
  expect(parseEnv({ ...whole, PORT: '4000', S3_BUCKET: '', LOG_LEVEL: '' })).toMatchObject({
    ...{ PORT: 4_000, NODE_ENV: 'development', DATA_DIR: '.data', LOG_LEVEL: 'info', S3_BUCKET: undefined },
    ...{ NEXTAUTH_URL: 'http://localhost:3000', STRIPE_WEBHOOK_SECRET: ['whsec_new', 'whsec_old'] },
  });
});

function complaint(changes: Record<string, string | undefined>): string {
  try {
    parseEnv({ ...whole, ...changes });
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
  ['CURRENCY_MARGIN', '2.5 %'],
  ['CURRENCY_MARGIN', '-1'],
  ['CURRENCY_MARGIN', '100'],
  ['PRICE_ENDING', '90'],
  ['PRICE_ENDING', '.9'],
  ['S3_ENDPOINT', 'minio'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is answered with one sentence that names it', ([name, value]) => {
  const sentence = complaint({ [name ?? '']: value });
  expect(sentence).toMatch(new RegExp(`^${name} (must|is not valid)[^\\n]*\\.$`));
  expect(sentence).not.toContain('\n');
});

test.for(Object.keys(whole))('%s is needed', (name) => {
  for (const value of [undefined, ''])
    expect(complaint({ [name]: value })).toMatch(new RegExp(`^${name} is not set.*\\.$`));
});

test('a value is never repeated in the sentence: it may be a secret', () => {
  for (const name of ['NEXTAUTH_SECRET', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'DATABASE_URL'])
    expect(complaint({ [name]: 'h4rd-to-guess' })).not.toContain('h4rd-to-guess');
});

test.for(['sk_live_1', 'rk_live_1'])('a stand-in for Stripe is refused together with %s', (STRIPE_SECRET_KEY) => {
  expect(complaint({ STRIPE_SECRET_KEY, STRIPE_API_URL: 'http://localhost:4242' })).toMatch(/^STRIPE_API_URL .*\.$/);
  expect(complaint({ STRIPE_SECRET_KEY })).toBe('');
  expect(complaint({ STRIPE_API_URL: 'http://localhost:4242' })).toBe('');
});

test('what is said about currencies is read as it is used', () => {
  expect(parseEnv(whole)).toMatchObject({ SHOP_CURRENCY: 'EUR', CURRENCY_MARGIN: '0' });
  expect(parseEnv(whole).PRICE_ENDING).toBeUndefined();
  expect(parseEnv(whole).COUNTRY_HEADERS).toContain('cf-ipcountry');
  const given = { SHOP_CURRENCY: 'JPY', COUNTRY_HEADERS: 'X-Land, cf-ipcountry', CURRENCY_MARGIN: '2.5' };
  expect(parseEnv({ ...whole, ...given, PRICE_ENDING: '.90' })).toMatchObject({
    ...{ SHOP_CURRENCY: 'JPY', COUNTRY_HEADERS: ['x-land', 'cf-ipcountry'], CURRENCY_MARGIN: '2.5', PRICE_ENDING: 90 },
  });
  expect(parseEnv({ ...whole, PRICE_ENDING: '.00' }).PRICE_ENDING).toBe(0);
});
