import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { activeSource } from '#lib/currency/active-source.ts';
import { fetchDueRates } from '#lib/currency/fetch-due-rates.ts';
import { db } from '#lib/db.ts';
import {
  ecbXml,
  entityBomb,
  externalEntity,
  frankfurterJson,
  type RateResponse,
  type RateService,
  startRateService,
} from '../../support/rates/start-rate-service.ts';
import { fetchState, storedRates } from '../../support/rates/stored-rates.ts';

const [FRIDAY, MONDAY] = ['2026-11-20', '2026-11-23'];
const RATES = { USD: 1.15, CHF: 0.94, JPY: 178 };
const HEALTHY: RateResponse = { days: { [FRIDAY]: RATES } };

let service: RateService;
beforeAll(async () => {
  service = await startRateService();
});
afterAll(() => service.close());
beforeEach(async () => {
  await db().$executeRaw`DELETE FROM rate_services`;
  await db().$executeRaw`DELETE FROM exchange_rates WHERE source = ${service.source}`;
});

const never = new AbortController().signal;

async function expectRatesUnchanged(url: string, response: RateResponse, error: RegExp): Promise<void> {
  await service.serve(HEALTHY);
  await fetchDueRates(never, activeSource(url));
  const before = { rates: await storedRates(service.source), state: await fetchState(service.source) };
  expect(before.rates).toHaveLength(3);
  await db().$executeRaw`UPDATE rate_services SET next_fetch_at = now()`;
  await service.serve(response);
  await fetchDueRates(never, activeSource(url));
  const state = await fetchState(service.source);
  expect(state?.error).toMatch(error);
  expect(state).toMatchObject({ failures: 1 });
  expect(await storedRates(service.source)).toEqual(before.rates);
}

type Fault = [name: string, response: RateResponse, error: RegExp];
const body = (text: string): RateResponse => ({ ...HEALTHY, body: text });

describe('a service with Frankfurter’s API', () => {
  const json = frankfurterJson(MONDAY, RATES);
  const rate = (wrong: number | string): RateResponse => ({ days: { [MONDAY]: { CHF: 0.95, USD: wrong, JPY: 179 } } });

  test.each<Fault>([
    ['replies with 500', { ...HEALTHY, status: 500 }, /status 500/],
    ['redirects endlessly', { ...HEALTHY, fault: 'redirect' }, /redirects endlessly/],
    ['sends a web page', { ...HEALTHY, type: 'text/html', body: '<h1>Closed</h1>' }, /sent text\/html/],
    ['sends nothing', body(''), /is empty/],
    ['sends two megabytes', body(json.padEnd(2_000_000)), /larger than 1 MB/],
    ['sends incomplete JSON', body(json.slice(0, -20)), /not valid JSON/],
    ['has a negative rate', rate(-1.15), /rates\.USD/],
    ['has a rate of zero', rate(0), /rates\.USD/],
    ['has NaN for a rate', body(json.replace('1.15', 'NaN')), /not valid JSON/],
    ['has text for a rate', rate('1.15'), /rates\.USD/],
    ['has no rates', { days: { [MONDAY]: {} } }, /has no rates/],
    ['has a date in the future', { days: { '2999-01-01': RATES } }, /2999-01-01, which is in the future/],
    ['has an invalid date', { days: { '2026-02-30': RATES } }, /date/],
  ])('that %s changes no rates, and its error is stored', (_name, response, error) =>
    expectRatesUnchanged(service.url, response, error),
  );
});

describe('the European Central Bank’s file', () => {
  const xml = ecbXml({ [MONDAY]: { CHF: '0.96', USD: '1.15' } });

  test.each<Fault>([
    ['with an entity bomb', body(entityBomb(MONDAY)), /document type, which is not allowed/],
    ['with an external entity', body(externalEntity(MONDAY)), /document type, which is not allowed/],
    ['that is cut off', body(xml.slice(0, xml.indexOf('USD'))), /not valid XML/],
    ['that is a web page', body('<html><p>Closed</p></html>'), /not the bank’s gesmes:Envelope/],
    ['with a negative rate', body(xml.replace('1.15', '-1.15')), /“-1.15” as the rate of USD/],
    ['with a rate of zero', body(xml.replace('1.15', '0.00')), /“0.00” as the rate of USD/],
    ['with NaN for a rate', body(xml.replace('1.15', 'NaN')), /“NaN” as the rate of USD/],
    ['with a date in the future', { days: { '2999-01-01': RATES } }, /in the future/],
    ['that is missing', { ...HEALTHY, status: 404 }, /status 404/],
  ])('%s changes no rates, and its error is stored', (_name, response, error) =>
    expectRatesUnchanged(service.xmlUrl, response, error),
  );
});
