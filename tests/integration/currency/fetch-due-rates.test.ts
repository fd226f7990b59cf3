import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { activeSource } from '#lib/currency/active-source.ts';
import { fetchDueRates } from '#lib/currency/fetch-due-rates.ts';
import { db } from '#lib/db.ts';
import { eventually } from '../../support/eventually.ts';
import { ecbXml, type RateService, startRateService } from '../../support/rates/start-rate-service.ts';
import { fetchState, storedRates } from '../../support/rates/stored-rates.ts';

let service: RateService;
beforeAll(async () => {
  service = await startRateService();
});
afterAll(() => service.close());

const [FRIDAY, MONDAY] = ['2026-11-20', '2026-11-23'];

beforeEach(async () => {
  await db().$executeRaw`DELETE FROM rate_services`;
  await db().$executeRaw`DELETE FROM exchange_rates WHERE source = ${service.source}`;
  await service.serve({ days: { [FRIDAY]: { USD: 1.15 } } });
  service.requests.length = 0;
});

const never = new AbortController().signal;
const fetchJson = (stop = never) => fetchDueRates(stop, activeSource(service.url));
const fetchXml = () => fetchDueRates(never, activeSource(service.xmlUrl));
const makeDue = () => db().$executeRaw`UPDATE rate_services SET next_fetch_at = now()`;

test('fetches at once, and then an hour later', async () => {
  expect(await fetchJson()).toBe(true);
  expect(await fetchJson()).toBe(false);
  expect(service.requests).toEqual(['/v1/latest?base=EUR']);
  expect(await storedRates(service.source)).toEqual([`${FRIDAY} USD 1.15 accepted`]);
  expect((await fetchState(service.source))?.next).toBeGreaterThan(3_590);
});

test('of several workers one fetches', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, () => fetchJson()));
  expect(results.filter(Boolean)).toHaveLength(1);
  expect(service.requests).toHaveLength(1);
});

test('a fetch that never ends blocks others for two minutes', async () => {
  await service.serve({ days: {}, fault: 'slow' });
  const stop = new AbortController();
  const cutOff = fetchJson(stop.signal);
  await eventually(() => expect(service.requests).toHaveLength(1));
  const next = (await fetchState(service.source))?.next;
  expect(next).toBeGreaterThan(100);
  expect(next).toBeLessThan(121);
  stop.abort();
  await cutOff;
});

test('the first fetch of the European Central Bank’s files gets 90 days, and later ones the latest day', async () => {
  await service.serve({ days: { [FRIDAY]: { USD: '1.15' }, [MONDAY]: { USD: '1.1600' } } });
  await fetchXml();
  expect(await storedRates(service.source)).toEqual([`${FRIDAY} USD 1.15 accepted`, `${MONDAY} USD 1.16 accepted`]);
  expect(service.requests).toEqual(['/stats/eurofxref-hist-90d.xml', '/stats/eurofxref-daily.xml']);
  await makeDue();
  await fetchXml();
  expect(service.requests.slice(2)).toEqual(['/stats/eurofxref-daily.xml']);
});

test('if the 90-day file is missing, the daily file is enough', async () => {
  await service.serve({ days: { [MONDAY]: { USD: '1.16' } }, withoutHistory: true });
  expect(await fetchXml()).toBe(true);
  expect(await storedRates(service.source)).toEqual([`${MONDAY} USD 1.16 accepted`]);
  expect(await fetchState(service.source)).toMatchObject({ error: null });
});

test('waits one, two, four … minutes after failures, at most an hour, and a success resets the failures', async () => {
  await service.serve({ days: {}, status: 500 });
  const waits = [];
  for (let count = 0; count < 8; count += 1) {
    expect(await fetchJson()).toBe(false);
    waits.push(Math.round(((await fetchState(service.source))?.next ?? 0) / 60));
    await makeDue();
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect(await fetchState(service.source)).toMatchObject({
    ...{ failures: 8, fetched: null, error: 'The service responded with status 500.' },
  });
  await service.serve({ days: { [FRIDAY]: { USD: 1.15 } } });
  await fetchJson();
  expect(await fetchState(service.source)).toMatchObject({ failures: 0, error: null });
});

test('one wrong rate rejects the whole response', async () => {
  await service.serve({ days: { [FRIDAY]: { CHF: 0.94, USD: -1.15, JPY: 178 } } });
  await fetchJson();
  expect(await storedRates(service.source)).toEqual([]);
  expect((await fetchState(service.source))?.error).toContain('rates.USD');
});

test('a fetch that is stopped leaves the next one to another worker and records no failure', async () => {
  await service.serve({ days: {}, fault: 'slow' });
  const stop = new AbortController();
  const stopped = fetchJson(stop.signal);
  await eventually(() => expect(service.requests).toHaveLength(1));
  stop.abort();
  expect(await stopped).toBe(false);
  await service.serve({ days: { [FRIDAY]: { USD: 1.15 } } });
  expect(await fetchJson()).toBe(true);
  expect(await fetchState(service.source)).toMatchObject({ failures: 0, error: null });
});

test.each<[name: string, response: Partial<Parameters<RateService['serve']>[0]>]>([
  ['no content type', { type: null }],
  ['plain text', { type: 'text/plain; charset=utf-8' }],
  ['a custom type', { type: 'application/vnd.rates+json' }],
])('accepts a response with %s', async (_name, response) => {
  await service.serve({ days: { [FRIDAY]: { USD: 1.15 } }, ...response });
  expect(await fetchJson()).toBe(true);
});

test('text that is not UTF-8 is refused', async () => {
  const body = ecbXml({ [FRIDAY]: { USD: '1.15' } });
  await service.serve({ days: {}, body: Buffer.from(body.replace('Reference', 'Référence'), 'latin1') });
  await fetchXml();
  expect((await fetchState(service.source))?.error).toBe('The service’s response is not valid UTF-8 text.');
});
