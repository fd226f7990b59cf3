import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  entityBomb,
  type RateResponse,
  type RateService,
  startRateService,
} from '../support/rates/start-rate-service.ts';
import { addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

const [FRIDAY, MONDAY] = ['2026-11-20', '2026-11-23'];
const RATES = { USD: 1.15, CHF: 0.94, JPY: 178 };
const HEALTHY: RateResponse = { days: { [FRIDAY]: RATES } };

let service: RateService;
let shop: Shop;

beforeAll(async () => {
  service = await startRateService(HEALTHY);
  shop = await startShop(inject('postgresUrl'), { env: { CURRENCY_SERVICE_URL: service.url } });
});

afterAll(async () => {
  await shop?.stop();
  await service?.close();
});

type FetchState = { triedAt: Date; fetchedAt: Date | null; error: string | null; failures: number; isOver: boolean };

async function fetchState(): Promise<FetchState> {
  const { rows } = await shop.database.query<FetchState>(
    `SELECT tried_at AS "triedAt", fetched_at AS "fetchedAt", error, failures,
       tried_at > '-infinity' AND (fetched_at >= tried_at OR error IS NOT NULL) AS "isOver"
     FROM rate_services WHERE source = $1`,
    [service.source],
  );
  if (!rows[0]) throw new Error('the worker has not begun to fetch');
  return rows[0];
}

/** Makes the worker fetch now. @returns how that ended. */
async function fetchNow(): Promise<FetchState> {
  await shop.database.query(
    "UPDATE rate_services SET next_fetch_at = now(), tried_at = '-infinity', error = NULL WHERE source = $1",
    [service.source],
  );
  return eventually(async () => {
    const state = await fetchState();
    if (!state.isOver) throw new Error('the worker has not fetched yet');
    return state;
  }, 30_000);
}

async function storedCurrentRates(): Promise<Record<string, number>> {
  const { rows } = await shop.database.query<{ currency: string; rate: string }>(
    'SELECT currency, trim_scale(rate)::text AS rate FROM current_rates ORDER BY currency',
  );
  return Object.fromEntries(rows.map(({ currency, rate }) => [currency, Number(rate)]));
}

/** Waits for a heartbeat of the worker after this time, milliseconds since the epoch. */
async function expectHeartbeat(since = Date.now()): Promise<void> {
  const redis = new Redis(shop.redisUrl);
  await eventually(async () => expect(await redis.zcount('workers:alive', since, '+inf')).toBe(1)).finally(() =>
    redis.disconnect(),
  );
}

async function expectRatesUnchanged(response: RateResponse, error: RegExp): Promise<void> {
  const before = { at: Date.now(), rates: await storedCurrentRates(), state: await fetchState() };
  await service.serve(response);
  const state = await fetchNow();
  expect(state.error).toMatch(error);
  expect(state).toMatchObject({ failures: before.state.failures + 1, fetchedAt: before.state.fetchedAt });
  expect(await storedCurrentRates()).toEqual(before.rates);
  await expectHeartbeat(before.at);
}

let usd = RATES.USD;

/** New rates are fetched and used after a failure. */
async function expectRecovery(): Promise<void> {
  usd = Math.round(usd * 1010) / 1000;
  await service.serve({ days: { [FRIDAY]: { ...RATES, USD: usd } } });
  expect(await fetchNow()).toMatchObject({ error: null, failures: 0 });
  await eventually(async () => expect(await storedCurrentRates()).toMatchObject({ USD: usd, EUR: 1 }));
}

test('a shop has the rates of its service within seconds of starting', async () => {
  await eventually(async () => expect(await storedCurrentRates()).toEqual({ ...RATES, EUR: 1 }));
});

/** Each kind of wrong response is in tests/integration/currency/faulty-responses.test.ts. */
type Fault = [name: string, response: RateResponse, error: RegExp];

describe('a service with Frankfurter’s API', () => {
  test.each<Fault>([
    ['never ends its response', { ...HEALTHY, fault: 'slow' }, /did not respond within 10 seconds/],
    ['is down', { ...HEALTHY, fault: 'down' }, /could not be reached \(ECONNREFUSED\)/],
    ['breaks off its response', { ...HEALTHY, fault: 'cut' }, /was cut off/],
  ])('that %s changes no rates, and its error is stored', (_name, response, error) =>
    expectRatesUnchanged(response, error),
  );

  test('is used again after it recovers', expectRecovery);

  test('whose rates change updates a cached page', async () => {
    const work = await addWork(shop);
    const page = () =>
      fetch(`${shop.url}/posts/${work.slug}`, { headers: { cookie: 'currency=USD' } }).then((response) =>
        response.text(),
      );
    const inDollars = () => `name="amount" value="${Math.round(12_000 * usd)}"`;
    await eventually(async () => expect(await page()).toContain(inDollars()));
    await expectRecovery();
    await eventually(async () => expect(await page()).toContain(inDollars()));
    expect((await page()).includes('name="currency" value="USD"')).toBe(true);
  });

  test('with rates of a year ago changes no rates in use, and that is no failure', async () => {
    const before = await storedCurrentRates();
    await service.serve({ days: { '2025-11-20': { USD: 1.05 } } });
    expect(await fetchNow()).toMatchObject({ error: null, failures: 0 });
    await expectHeartbeat();
    expect(await storedCurrentRates()).toEqual(before);
  });

  test('whose dollar changes by more than a fifth has that rate held for an admin, and all others are used', async () => {
    await service.serve({ days: { [MONDAY]: { USD: usd * 1.21, CHF: 0.95, JPY: 179 } } });
    expect(await fetchNow()).toMatchObject({ error: null, failures: 0 });
    await eventually(async () => expect(await storedCurrentRates()).toEqual({ USD: usd, CHF: 0.95, JPY: 179, EUR: 1 }));
    const { rows } = await shop.database.query(
      "SELECT currency, day::text FROM exchange_rates WHERE source = $1 AND state = 'held'",
      [service.source],
    );
    expect(rows).toEqual([{ currency: 'USD', day: MONDAY }]);
    expect(shop.log('worker')).toContain('exchange rates changed too much');
    await expectHeartbeat();
  });
});

describe('the European Central Bank’s file', () => {
  const body = (text: string): RateResponse => ({ ...HEALTHY, body: text });

  beforeAll(async () => {
    await service.serve({ days: { [MONDAY]: { CHF: 0.95, JPY: 179 } } });
    await shop.restart('worker', { CURRENCY_SERVICE_URL: service.xmlUrl });
  });

  test.each<Fault>([['with an entity bomb', body(entityBomb(MONDAY)), /document type, which is not allowed/]])(
    '%s changes no rates, and its error is stored',
    (_name, response, error) => expectRatesUnchanged(response, error),
  );

  test('is used again after it recovers', async () => {
    await service.serve({ days: { [MONDAY]: { CHF: '0.9700', JPY: '180.00' } } });
    expect(await fetchNow()).toMatchObject({ error: null, failures: 0 });
    await eventually(async () => expect(await storedCurrentRates()).toMatchObject({ CHF: 0.97, JPY: 180, USD: usd }));
  });
});

test('a worker that waits for a silent service stops in time, and the next one fetches instead', async () => {
  await service.serve({ ...HEALTHY, fault: 'slow' });
  const requestsBefore = service.requests.length;
  await shop.database.query('UPDATE rate_services SET next_fetch_at = now()');
  await eventually(() => expect(service.requests.length).toBeGreaterThan(requestsBefore), 10_000);
  const start = Date.now();
  shop.signal('worker', 'SIGTERM');
  expect(await shop.ended('worker')).toBe(0);
  expect(Date.now() - start).toBeLessThan(9_000);
  await service.serve({ days: { [MONDAY]: { CHF: 0.98 } } });
  await shop.restart('worker', { CURRENCY_SERVICE_URL: service.url });
  await eventually(async () => expect(await storedCurrentRates()).toMatchObject({ CHF: 0.98 }));
});

test('after a switch to a service without rates the bundled rates are used', async () => {
  await shop.restart('worker', { CURRENCY_SERVICE_URL: 'http://127.0.0.1:9' });
  await eventually(async () =>
    expect(await storedCurrentRates()).toMatchObject({ USD: 1.1269, GBP: 0.8488, THB: 37.836 }),
  );
  await expectHeartbeat();
});
