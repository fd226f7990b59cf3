import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  type Answer,
  ecbXml,
  entityBomb,
  externalEntity,
  frankfurterJson,
  type RateService,
  startRateService,
} from '../support/rates/rate-service.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addWork } from '../support/shop/shop-data.ts';

const [FRIDAY, MONDAY] = ['2026-11-20', '2026-11-23'];
const RATES = { USD: 1.15, CHF: 0.94, JPY: 178 };
const WELL: Answer = { days: { [FRIDAY]: RATES } };

let service: RateService;
let shop: Shop;

beforeAll(async () => {
  service = await startRateService(WELL);
  shop = await startShop(inject('postgresUrl'), { env: { CURRENCY_SERVICE_URL: service.url } });
});

afterAll(async () => {
  await shop?.stop();
  await service?.close();
});

type Fetching = { triedAt: Date; fetchedAt: Date | null; error: string | null; failures: number; isOver: boolean };

async function fetching(): Promise<Fetching> {
  const { rows } = await shop.database.query<Fetching>(
    `SELECT tried_at AS "triedAt", fetched_at AS "fetchedAt", error, failures,
       tried_at > '-infinity' AND (fetched_at >= tried_at OR error IS NOT NULL) AS "isOver"
     FROM rate_services WHERE source = $1`,
    [service.source],
  );
  if (!rows[0]) throw new Error('the worker has not begun to fetch');
  return rows[0];
}

/** The worker fetches now, and this is how that ended. */
async function fetchNow(): Promise<Fetching> {
  await shop.database.query(
    "UPDATE rate_services SET next_fetch_at = now(), tried_at = '-infinity', error = NULL WHERE source = $1",
    [service.source],
  );
  return eventually(async () => {
    const state = await fetching();
    if (!state.isOver) throw new Error('the worker has not fetched yet');
    return state;
  }, 30_000);
}

async function ratesInUse(): Promise<Record<string, number>> {
  const { rows } = await shop.database.query<{ currency: string; rate: string }>(
    'SELECT currency, trim_scale(rate)::text AS rate FROM current_rates ORDER BY currency',
  );
  return Object.fromEntries(rows.map(({ currency, rate }) => [currency, Number(rate)]));
}

/** Until the worker has said that it is alive, after a time. */
async function expectBeating(since = Date.now()): Promise<void> {
  const redis = new Redis(shop.redisUrl);
  await eventually(async () => expect(await redis.zcount('workers:alive', since, '+inf')).toBe(1)).finally(() =>
    redis.disconnect(),
  );
}

async function expectHarmless(answer: Answer, error: RegExp): Promise<void> {
  const before = { at: Date.now(), rates: await ratesInUse(), state: await fetching() };
  await service.serve(answer);
  const state = await fetchNow();
  expect(state.error).toMatch(error);
  expect(state).toMatchObject({ failures: before.state.failures + 1, fetchedAt: before.state.fetchedAt });
  expect(await ratesInUse()).toEqual(before.rates);
  await expectBeating(before.at);
}

let usd = RATES.USD;

/** After what went wrong, new rates come and are in use. */
async function expectRecovery(): Promise<void> {
  usd = Math.round(usd * 1010) / 1000;
  await service.serve({ days: { [FRIDAY]: { ...RATES, USD: usd } } });
  expect(await fetchNow()).toMatchObject({ error: null, failures: 0 });
  await eventually(async () => expect(await ratesInUse()).toMatchObject({ USD: usd, EUR: 1 }));
}

test('a shop that starts has the rates of its service within seconds', async () => {
  await eventually(async () => expect(await ratesInUse()).toEqual({ ...RATES, EUR: 1 }));
});

type Fault = [what: string, answer: Answer, error: RegExp];

describe('a service with Frankfurter’s contract', () => {
  const json = frankfurterJson(MONDAY, RATES);
  const body = (text: string): Answer => ({ ...WELL, body: text });
  const rate = (wrong: number | string): Answer => ({ days: { [MONDAY]: { CHF: 0.95, USD: wrong, JPY: 179 } } });

  test.each<Fault>([
    ['never ends its answer', { ...WELL, fault: 'slow' }, /did not answer within 10 seconds/],
    ['is down', { ...WELL, fault: 'down' }, /could not be reached \(ECONNREFUSED\)/],
    ['is cut off in the middle', { ...WELL, fault: 'cut' }, /was cut off/],
    ['answers 500', { ...WELL, status: 500 }, /status 500/],
    ['redirects without end', { ...WELL, fault: 'redirect' }, /redirects without end/],
    ['sends a page', { ...WELL, type: 'text/html', body: '<h1>Closed</h1>' }, /sent text\/html/],
    ['sends nothing', body(''), /is empty/],
    ['sends two megabytes', body(json.padEnd(2_000_000)), /larger than 1 MB/],
    ['sends half a JSON', body(json.slice(0, -20)), /no valid JSON/],
    ['has a negative rate', rate(-1.15), /rates\.USD/],
    ['has a rate of zero', rate(0), /rates\.USD/],
    ['has NaN for a rate', body(json.replace('1.15', 'NaN')), /no valid JSON/],
    ['has text for a rate', rate('1.15'), /rates\.USD/],
    ['has no rates', { days: { [MONDAY]: {} } }, /has no rates/],
    ['has a day in the future', { days: { '2999-01-01': RATES } }, /2999-01-01, which is in the future/],
    ['has a day that is not', { days: { '2026-02-30': RATES } }, /date/],
  ])('that %s changes nothing, and says so', (_what, answer, error) => expectHarmless(answer, error));

  test('is used again when it is well', expectRecovery);

  test('has new rates: a page that was in the cache shows them', async () => {
    const work = await addWork(shop);
    const page = () =>
      fetch(`${shop.url}/posts/${work.slug}`, { headers: { cookie: 'currency=USD' } }).then((answer) => answer.text());
    const inDollars = () => `name="amount" value="${Math.round(12_000 * usd)}"`;
    await eventually(async () => expect(await page()).toContain(inDollars()));
    await expectRecovery();
    await eventually(async () => expect(await page()).toContain(inDollars()));
    expect((await page()).includes('name="currency" value="USD"')).toBe(true);
  });

  test('that has a year-old day changes nothing in use, and that is no failure', async () => {
    const before = await ratesInUse();
    await service.serve({ days: { '2025-11-20': { USD: 1.05 } } });
    expect(await fetchNow()).toMatchObject({ error: null, failures: 0 });
    await expectBeating();
    expect(await ratesInUse()).toEqual(before);
  });

  test('whose dollar jumps by more than a fifth: it waits for an admin, all others are used', async () => {
    await service.serve({ days: { [MONDAY]: { USD: usd * 1.21, CHF: 0.95, JPY: 179 } } });
    expect(await fetchNow()).toMatchObject({ error: null, failures: 0 });
    await eventually(async () => expect(await ratesInUse()).toEqual({ USD: usd, CHF: 0.95, JPY: 179, EUR: 1 }));
    const { rows } = await shop.database.query(
      "SELECT currency, day::text FROM exchange_rates WHERE source = $1 AND state = 'held'",
      [service.source],
    );
    expect(rows).toEqual([{ currency: 'USD', day: MONDAY }]);
    expect(shop.log('worker')).toContain('exchange rates moved too far');
    await expectBeating();
  });
});

describe('the European Central Bank’s file', () => {
  const xml = ecbXml({ [MONDAY]: { CHF: '0.96', USD: '1.15' } });
  const body = (text: string): Answer => ({ ...WELL, body: text });

  beforeAll(async () => {
    await service.serve({ days: { [MONDAY]: { CHF: 0.95, JPY: 179 } } });
    await shop.restart('worker', { CURRENCY_SERVICE_URL: service.xmlUrl });
  });

  test.each<Fault>([
    ['with an entity bomb', body(entityBomb(MONDAY)), /document type, which is refused/],
    ['with an external entity', body(externalEntity(MONDAY)), /document type, which is refused/],
    ['cut off', body(xml.slice(0, xml.indexOf('USD'))), /no valid XML/],
    ['that is a page', body('<html><p>Closed</p></html>'), /not the bank’s gesmes:Envelope/],
    ['with a negative rate', body(xml.replace('1.15', '-1.15')), /“-1.15” as the rate of USD/],
    ['with a rate of zero', body(xml.replace('1.15', '0.00')), /“0.00” as the rate of USD/],
    ['with NaN for a rate', body(xml.replace('1.15', 'NaN')), /“NaN” as the rate of USD/],
    ['with a day in the future', { days: { '2999-01-01': RATES } }, /in the future/],
    ['that is missing', { ...WELL, status: 404 }, /status 404/],
  ])('%s changes nothing, and says so', (_what, answer, error) => expectHarmless(answer, error));

  test('is used again when it is well', async () => {
    await service.serve({ days: { [MONDAY]: { CHF: '0.9700', JPY: '180.00' } } });
    expect(await fetchNow()).toMatchObject({ error: null, failures: 0 });
    await eventually(async () => expect(await ratesInUse()).toMatchObject({ CHF: 0.97, JPY: 180, USD: usd }));
  });
});

test('a worker that fetches from a silent service stops in time, and the next one takes over', async () => {
  await service.serve({ ...WELL, fault: 'slow' });
  const asked = service.requests.length;
  await shop.database.query('UPDATE rate_services SET next_fetch_at = now()');
  await eventually(() => expect(service.requests.length).toBeGreaterThan(asked), 10_000);
  const began = Date.now();
  shop.signal('worker', 'SIGTERM');
  expect(await shop.ended('worker')).toBe(0);
  expect(Date.now() - began).toBeLessThan(9_000);
  await service.serve({ days: { [MONDAY]: { CHF: 0.98 } } });
  await shop.restart('worker', { CURRENCY_SERVICE_URL: service.url });
  await eventually(async () => expect(await ratesInUse()).toMatchObject({ CHF: 0.98 }));
});

test('a worker that is told of another service has that one’s rates, and without any those that came with the shop', async () => {
  await shop.restart('worker', { CURRENCY_SERVICE_URL: 'http://127.0.0.1:9' });
  await eventually(async () => expect(await ratesInUse()).toMatchObject({ USD: 1.1269, GBP: 0.8488, THB: 37.836 }));
  await expectBeating();
});
