import { expect, test } from 'vitest';
import { EnvError, ownOrigin, parseEnv } from '#lib/env.ts';

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

test.for([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['localhost', 'http://localhost:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://127.0.0.1:3000'],
  ['192.0.2.7', 'http://192.0.2.7:3000'],
  ['2001:db8::7', 'http://[2001:db8::7]:3000'],
])('a web process that listens on %s reaches itself at %s', ([HOST, origin]) => {
  expect(ownOrigin(parseEnv({ ...complete, HOST }))).toBe(origin);
});

test('without HOST only this machine is listened on, and demo accounts are refused', () => {
  expect(parseEnv(complete)).toMatchObject({ HOST: '127.0.0.1', DEMO_ACCOUNTS: false });
});

test('a security contact is an email address or a URL', () => {
  const contactOf = (SECURITY_CONTACT: string) => parseEnv({ ...complete, SECURITY_CONTACT }).SECURITY_CONTACT;
  expect(contactOf('security@example.org')).toBe('mailto:security@example.org');
  expect(contactOf('https://example.org/security')).toBe('https://example.org/security');
});

test('demo accounts are refused beside a live key', () => {
  expect(errorFor({ STRIPE_SECRET_KEY: 'sk_live_1', DEMO_ACCOUNTS: 'true' })).toMatch(/^DEMO_ACCOUNTS .*live.*\.$/);
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
  ['HOST', 'my-computer'],
  ['HOST', 'http://127.0.0.1'],
  ['HOST', '127.0.0.1:3000'],
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
  ['DEMO_ACCOUNTS', 'yes'],
  ['SECURITY_CONTACT', 'somebody'],
  ['SECURITY_CONTACT', 'http://example.org'],
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
  ['WEBHOOK_PRIVATE_NETWORKS', 'all'],
  ['WEBHOOK_PRIVATE_NETWORKS', '0.0.0.0/0'],
  ['WEBHOOK_PRIVATE_NETWORKS', '::/0'],
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
