import { NextRequest } from 'next/server';
import { beforeEach, expect, test } from 'vitest';
import { parseFrankfurter } from '#lib/currency/parse-frankfurter.ts';
import { db } from '#lib/db.ts';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';
import { GET as getConvert } from '../../../app/api/convert/route.ts';
import { GET as getCurrencies } from '../../../app/api/currencies/route.ts';
import { GET as getLatest } from '../../../app/api/rates/latest/route.ts';
import { GET as getRates } from '../../../app/api/rates/route.ts';
import { RATES_DAY, RATES_SOURCE, replaceCurrentRates } from '../../support/rates/replace-current-rates.ts';

type Handler = (request: NextRequest) => Promise<Response>;

beforeEach(() => replaceCurrentRates({ USD: '1.1712', JPY: '181.35', KWD: '0.35987', ISK: '142.7', IDR: '19100' }));

async function get(handler: Handler, query = '') {
  const response = await handler(new NextRequest(`http://localhost/?${query}`));
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  return { status: response.status, cached: response.headers.get('cache-control'), body: await response.json() };
}

test('lists every Stripe currency with its digits, limits, name, countries, and whether it has a rate', async () => {
  const { status, cached, body } = await get(getCurrencies);
  expect([status, cached]).toEqual([200, 'public, max-age=60']);
  expect(body.currencies.map(({ code }: { code: string }) => code)).toEqual(CURRENCY_CODES);
  const find = (code: string) => body.currencies.find((one: { code: string }) => one.code === code);
  expect(find('EUR')).toMatchObject({
    ...{ name: 'Euro', digits: 2, stripeDigits: 2, step: 1, minimum: 50, maximum: 99_999_999, hasRate: true },
    countries: expect.arrayContaining(['DE', 'FR', 'FI']),
  });
  expect(find('JPY')).toMatchObject({ digits: 0, stripeDigits: 0, countries: ['JP'], hasRate: true });
  expect(find('ISK')).toMatchObject({ digits: 0, stripeDigits: 2, step: 100, hasRate: true });
  expect(find('KWD')).toMatchObject({ digits: 3, stripeDigits: 3, step: 10 });
  expect(find('CHF')).toMatchObject({ hasRate: false });
});

test.each([getRates, getLatest])("returns the rates in use in Frankfurter's format", async (handler) => {
  const response = await get(handler);
  expect([response.status, response.cached]).toEqual([200, 'public, max-age=60']);
  expect(response.body).toEqual({
    ...{ amount: 1, base: 'EUR', date: RATES_DAY, source: RATES_SOURCE },
    rates: { IDR: 19_100, ISK: 142.7, JPY: 181.35, KWD: 0.35987, USD: 1.1712 },
  });
  expect(await get(handler, 'base=EUR')).toEqual(response);
});

test('another shop can fetch its rates from here', async () => {
  const { body } = await get(getLatest, 'base=EUR');
  const [day, ...others] = parseFrankfurter(JSON.stringify(body));
  expect(others).toEqual([]);
  expect({ ...day, rates: Object.fromEntries(day?.rates ?? []) }).toEqual({
    ...{ day: RATES_DAY, rates: { IDR: '19100', ISK: '142.7', JPY: '181.35', KWD: '0.35987', USD: '1.1712' } },
  });
});

test('a rate older than the others is returned with its own date', async () => {
  await db().currentRate.update({ where: { currency: 'ISK' }, data: { day: new Date('2026-11-02') } });
  expect((await get(getRates)).body).toMatchObject({ date: RATES_DAY, dates: { ISK: '2026-11-02' } });
  // With it as the base, every rate has its date.
  const { body } = await get(getRates, 'base=ISK');
  expect(Object.keys(body.dates)).toEqual(['EUR', 'IDR', 'JPY', 'KWD', 'USD']);
  expect(new Set(Object.values(body.dates))).toEqual(new Set(['2026-11-02']));
});

test('rates against another base are quotients, rounded to twelve decimals', async () => {
  const { body } = await get(getRates, 'base=usd');
  expect(body).toEqual({
    ...{ amount: 1, base: 'USD', date: RATES_DAY, source: RATES_SOURCE },
    rates: {
      // 1 / 1.1712, 19100 / 1.1712 and so on, calculated by hand; a JavaScript number has 17 digits.
      EUR: 0.853825136612,
      IDR: 16_308.060109289618,
      ISK: 121.840846994536,
      JPY: 154.84118852459,
      KWD: 0.307266051913,
    },
  });
});

test.for(['base=CHF', 'base=XXX', 'base=', 'base=__proto__', 'base=EURO'])('refuses the query %s', async (query) => {
  const { status, body } = await get(getRates, query);
  expect(status).toBe(400);
  expect(body).toEqual({ error: '“base” must be the code of a currency that has a rate, such as EUR.' });
});

test('converts an amount at exactly the published rate', async () => {
  const { status, cached, body } = await get(getConvert, 'amount=120.5&from=EUR&to=usd');
  expect([status, cached]).toEqual([200, 'public, max-age=60']);
  expect(body).toEqual({
    from: { amount: '120.50', minor: 12_050, currency: 'EUR' },
    // 141.1296
    to: { amount: '141.13', minor: 14_113, currency: 'USD' },
    ...{ amount: 120.5, result: 141.13, rate: '1.1712', date: RATES_DAY, source: RATES_SOURCE },
  });
});

test.for([
  // Exactly 21761.97… yen, 42.18… dinars and 17,166.81 krónur.
  ['amount=120&from=EUR&to=JPY', '21762', 21_762],
  ['amount=120.30&from=EUR&to=KWD', '43.290', 43_290],
  ['amount=120.30&from=EUR&to=ISK', '17167.00', 1_716_700],
  ['amount=0.001&from=KWD&to=EUR', '0.00', 0],
  ['amount=0&from=USD&to=JPY', '0', 0],
  ['amount=00000000000000000007&from=EUR&to=USD', '8.20', 820],
  ['amount=1&from=JPY&to=USD', '0.01', 1],
  ['amount=9999999999999.99&from=EUR&to=USD', '11711999999999.99', 1_171_199_999_999_999],
] as const)('converts %s to %s', async ([query, amount, minor]) => {
  expect((await get(getConvert, query)).body.to).toMatchObject({ amount, minor });
});

test('the same currency needs no rate', async () => {
  await db().currentRate.deleteMany();
  const { status, body } = await get(getConvert, 'amount=12.345&from=KWD&to=kwd');
  expect(status).toBe(200);
  expect(body).toMatchObject({ to: { amount: '12.345', minor: 12_345 }, rate: '1', date: null, source: null });
});

test.for([
  ['', '“amount” is missing: it is a number in whole units, such as 120.50.'],
  ['amount=1&to=USD', '“from” is missing: it is the code of a currency, such as EUR.'],
  ['amount=1&from=EUR', '“to” is missing: it is the code of a currency, such as EUR.'],
  ['amount=1&from=EUR&to=XXX', '“to” must be the code of a currency, such as EUR.'],
  ['amount=1&from=__proto__&to=EUR', '“from” must be the code of a currency, such as EUR.'],
  ...['', '-1', '1e3', '1,5', '.5', '1.', ' 1', '0x10', 'NaN', 'Infinity', '١'].map(
    (amount) =>
      [
        `amount=${encodeURIComponent(amount)}&from=EUR&to=USD`,
        '“amount” must be a plain number in whole units, such as 120.50.',
      ] as const,
  ),
  ['amount=1.005&from=EUR&to=USD', '“amount” has more decimals than EUR allows, which is 2.'],
  ['amount=1.5&from=JPY&to=USD', '“amount” has more decimals than JPY allows, which is 0.'],
  ['amount=1.5&from=ISK&to=USD', '“amount” has more decimals than ISK allows, which is 0.'],
  // Two decimals by ISO 4217, none in Stripe's API.
  ['amount=1.5&from=MGA&to=USD', '“amount” has more decimals than MGA allows, which is 0.'],
  ['amount=10000000000000&from=EUR&to=USD', '“amount” is too large.'],
  [`amount=${'9'.repeat(60)}&from=EUR&to=USD`, '“amount” is too large.'],
  ['amount=9999999999999&from=EUR&to=IDR', '“amount” is too large to be converted to IDR.'],
] as const)('%s is refused with %s', async ([query, error]) => {
  const { status, body } = await get(getConvert, query);
  expect({ status, body }).toEqual({ status: 400, body: { error } });
});

test('a currency without a rate is not found', async () => {
  for (const query of ['amount=1&from=EUR&to=CHF', 'amount=1&from=CHF&to=EUR']) {
    const { status, cached, body } = await get(getConvert, query);
    expect([status, cached]).toEqual([404, 'no-store']);
    expect(body.error).toMatch(/^There is no exchange rate between (EUR and CHF|CHF and EUR)\.$/);
  }
});

test('before any rates are known the reply is 503 and not cached', async () => {
  await db().currentRate.deleteMany();
  for (const [handler, query] of [
    [getRates, ''],
    [getLatest, 'base=EUR'],
    [getConvert, 'amount=1&from=EUR&to=USD'],
  ] as const) {
    expect(await get(handler, query)).toEqual({
      status: 503,
      cached: 'no-store',
      body: { error: 'No exchange rates are known yet; please try again in a minute.' },
    });
  }
});

test('the euro alone does not count as a rate', async () => {
  await replaceCurrentRates({});
  expect((await get(getRates)).status).toBe(503);
  const { body } = await get(getCurrencies);
  expect(body.currencies.filter(({ hasRate }: { hasRate: boolean }) => hasRate)).toEqual([]);
});
