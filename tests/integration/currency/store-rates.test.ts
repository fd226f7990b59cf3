import pg from 'pg';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { storeRates } from '#lib/currency/store-rates.ts';
import { db } from '#lib/db.ts';
import { uniqueName } from '../../support/database/factories.ts';
import { waitForLockedBackends } from '../../support/database/lock-rows.ts';
import { decideHeldRate, fetchState, storedRates } from '../../support/rates/stored-rates.ts';

const database = new pg.Pool({ connectionString: process.env.DATABASE_URL });
afterAll(() => database.end());

let source: string;
beforeEach(() => {
  source = uniqueName('bank');
});

const [THURSDAY, FRIDAY, MONDAY, TUESDAY] = ['2026-11-19', '2026-11-20', '2026-11-23', '2026-11-24'];

/** Stores the published rates of one or more days. */
const store = (...days: [day: string, rates: Record<string, string>][]) =>
  storeRates(
    source,
    days.map(([day, rates]) => ({ day, rates: new Map(Object.entries(rates)) })),
  );

test('stores every day, and records the successful fetch', async () => {
  await store([FRIDAY, { USD: '1.15', IDR: '20104.8' }], [THURSDAY, { USD: '1.14' }]);
  expect(await store([MONDAY, { USD: '1.16' }])).toEqual({ changed: 1, held: [] });
  expect(await storedRates(source)).toEqual([
    `${THURSDAY} USD 1.14 accepted`,
    ...[`${FRIDAY} IDR 20104.8 accepted`, `${FRIDAY} USD 1.15 accepted`],
    `${MONDAY} USD 1.16 accepted`,
  ]);
  const state = await fetchState(source);
  expect(state).toMatchObject({ error: null, failures: 0 });
  expect(state?.next).toBeGreaterThan(3_590);
  expect(state?.fetched).toBeGreaterThan(-10);
});

test('the same day again, as on a weekend, changes nothing', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  expect(await store([FRIDAY, { USD: '1.15' }])).toEqual({ changed: 0, held: [] });
});

test('a jump over a weekend is held, and the other currencies of the day are accepted', async () => {
  await store([FRIDAY, { USD: '1.15', CHF: '0.94' }]);
  const { held } = await store([MONDAY, { USD: '1.5', CHF: '0.95' }]);
  expect(held).toEqual([{ currency: 'USD', day: MONDAY, rate: '1.5' }]);
  expect(await storedRates(source)).toEqual([
    ...[`${FRIDAY} CHF 0.94 accepted`, `${FRIDAY} USD 1.15 accepted`],
    ...[`${MONDAY} CHF 0.95 accepted`, `${MONDAY} USD 1.5 held`],
  ]);
});

test('a rate that jumped is held day after day until an admin accepts it', async () => {
  await store([THURSDAY, { USD: '1.15' }]);
  await store([FRIDAY, { USD: '1.5' }]);
  await store([MONDAY, { USD: '1.51' }]);
  await decideHeldRate(source, MONDAY, 'accepted');
  await store([TUESDAY, { USD: '1.52' }]);
  expect(await storedRates(source)).toEqual([
    ...[`${THURSDAY} USD 1.15 accepted`, `${FRIDAY} USD 1.5 held`],
    ...[`${MONDAY} USD 1.51 accepted`, `${TUESDAY} USD 1.52 accepted`],
  ]);
});

test('several days at once are judged from the oldest, in whatever order they arrive', async () => {
  await store(
    [MONDAY, { USD: '1.51' }],
    [TUESDAY, { USD: '1.16' }],
    [FRIDAY, { USD: '1.5' }],
    [THURSDAY, { USD: '1.15' }],
  );
  expect(await storedRates(source)).toEqual([
    ...[`${THURSDAY} USD 1.15 accepted`, `${FRIDAY} USD 1.5 held`],
    ...[`${MONDAY} USD 1.51 held`, `${TUESDAY} USD 1.16 accepted`],
  ]);
});

test('a rate stored long ago is used for comparison only where one is held in between', async () => {
  await store(['2026-06-01', { USD: '1.15', CHF: '0.94' }]);
  await store(['2026-06-02', { USD: '1.5' }]);
  await store([MONDAY, { USD: '1.5', CHF: '0.5' }]);
  expect((await storedRates(source)).slice(-2)).toEqual([`${MONDAY} CHF 0.5 accepted`, `${MONDAY} USD 1.5 held`]);
});

test('a small correction of a day replaces its rate', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  expect(await store([FRIDAY, { USD: '1.16' }])).toEqual({ changed: 1, held: [] });
  expect(await storedRates(source)).toEqual([`${FRIDAY} USD 1.16 accepted`]);
});

test('a large correction of a day is held, and the accepted rate stays in use', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  const correction = () => store([FRIDAY, { USD: '115' }]);
  expect((await correction()).held).toEqual([{ currency: 'USD', day: FRIDAY, rate: '115' }]);
  expect(await storedRates(source)).toEqual([`${FRIDAY} USD 115 held counts 1.15`]);
  await decideHeldRate(source, FRIDAY, 'discarded');
  expect((await correction()).changed).toBe(0);
  expect(await storedRates(source)).toEqual([`${FRIDAY} USD 115 discarded counts 1.15`]);
});

test('if two responses of one fetch differ about a day, the later one counts', async () => {
  await store([FRIDAY, { USD: '1.15' }], [FRIDAY, { USD: '1.16' }]);
  expect(await storedRates(source)).toEqual([`${FRIDAY} USD 1.16 accepted`]);
});

test('a discarded rate stays discarded when it is published again', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  await store([MONDAY, { USD: '1.5' }]);
  await decideHeldRate(source, MONDAY, 'discarded');
  expect((await store([MONDAY, { USD: '1.5' }])).changed).toBe(0);
  expect((await storedRates(source)).at(-1)).toBe(`${MONDAY} USD 1.5 discarded`);
});

test('a rate of a year ago is stored, but not used for comparison', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  await store(['2025-11-20', { USD: '2' }]);
  await store([MONDAY, { USD: '1.16' }]);
  expect(await storedRates(source)).toEqual([
    '2025-11-20 USD 2 accepted',
    ...[`${FRIDAY} USD 1.15 accepted`, `${MONDAY} USD 1.16 accepted`],
  ]);
});

test('stores all of a response or nothing, and then records no fetch', async () => {
  await expect(store([FRIDAY, { CHF: '0.94', USD: '-1' }])).rejects.toThrow();
  expect(await storedRates(source)).toEqual([]);
  expect(await fetchState(source)).toBeUndefined();
});

test('waits for an admin who decides at the same moment', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  await store([MONDAY, { USD: '1.5' }]);
  const storing = await db().$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE exchange_rates SET state = 'accepted' WHERE source = ${source} AND day = ${MONDAY}::date`;
    const stored = store([MONDAY, { USD: '1.51' }], [TUESDAY, { USD: '1.52' }]);
    await waitForLockedBackends({ database }, 1);
    return { stored };
  });
  await storing.stored;
  expect((await storedRates(source)).slice(1)).toEqual([`${MONDAY} USD 1.51 accepted`, `${TUESDAY} USD 1.52 accepted`]);
});
