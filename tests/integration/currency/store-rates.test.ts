import pg from 'pg';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { storeRates } from '#lib/currency/store-rates.ts';
import { db } from '#lib/db.ts';
import { uniqueName } from '../../support/database/factories.ts';
import { waitingBackends } from '../../support/database/row-lock.ts';
import { decide, fetching, storedRates } from '../../support/rates/stored-rates.ts';

const database = new pg.Pool({ connectionString: process.env.DATABASE_URL });
afterAll(() => database.end());

let source: string;
beforeEach(() => {
  source = uniqueName('bank');
});

const [THURSDAY, FRIDAY, MONDAY, TUESDAY] = ['2026-11-19', '2026-11-20', '2026-11-23', '2026-11-24'];

/** What is published, a day after the other. */
const store = (...days: [day: string, rates: Record<string, string>][]) =>
  storeRates(
    source,
    days.map(([day, rates]) => ({ day, rates: new Map(Object.entries(rates)) })),
  );

test('keeps every day, and notes that the source answered', async () => {
  await store([FRIDAY, { USD: '1.15', IDR: '20104.8' }], [THURSDAY, { USD: '1.14' }]);
  expect(await store([MONDAY, { USD: '1.16' }])).toEqual({ changed: 1, held: [] });
  expect(await storedRates(source)).toEqual([
    `${THURSDAY} USD 1.14 accepted`,
    ...[`${FRIDAY} IDR 20104.8 accepted`, `${FRIDAY} USD 1.15 accepted`],
    `${MONDAY} USD 1.16 accepted`,
  ]);
  const state = await fetching(source);
  expect(state).toMatchObject({ error: null, failures: 0 });
  expect(state?.next).toBeGreaterThan(3_590);
  expect(state?.fetched).toBeGreaterThan(-10);
});

test('the same day again, as on a weekend, changes nothing', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  expect(await store([FRIDAY, { USD: '1.15' }])).toEqual({ changed: 0, held: [] });
});

test('a jump over a weekend is held back, the other currencies of the day are not', async () => {
  await store([FRIDAY, { USD: '1.15', CHF: '0.94' }]);
  const { held } = await store([MONDAY, { USD: '1.5', CHF: '0.95' }]);
  expect(held).toEqual([{ currency: 'USD', day: MONDAY, rate: '1.5' }]);
  expect(await storedRates(source)).toEqual([
    ...[`${FRIDAY} CHF 0.94 accepted`, `${FRIDAY} USD 1.15 accepted`],
    ...[`${MONDAY} CHF 0.95 accepted`, `${MONDAY} USD 1.5 held`],
  ]);
});

test('what jumped stays held day after day, until an admin believes it', async () => {
  await store([THURSDAY, { USD: '1.15' }]);
  await store([FRIDAY, { USD: '1.5' }]);
  await store([MONDAY, { USD: '1.51' }]);
  await decide(source, MONDAY, 'accepted');
  await store([TUESDAY, { USD: '1.52' }]);
  expect(await storedRates(source)).toEqual([
    ...[`${THURSDAY} USD 1.15 accepted`, `${FRIDAY} USD 1.5 held`],
    ...[`${MONDAY} USD 1.51 accepted`, `${TUESDAY} USD 1.52 accepted`],
  ]);
});

test('90 days at once are judged the oldest first, in whatever order they come', async () => {
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

test('is compared with what was stored long before, where something is held in between', async () => {
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

test('a large correction of a day waits, and what was accepted counts meanwhile', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  const correction = () => store([FRIDAY, { USD: '115' }]);
  expect((await correction()).held).toEqual([{ currency: 'USD', day: FRIDAY, rate: '115' }]);
  expect(await storedRates(source)).toEqual([`${FRIDAY} USD 115 held counts 1.15`]);
  await decide(source, FRIDAY, 'discarded');
  expect((await correction()).changed).toBe(0);
  expect(await storedRates(source)).toEqual([`${FRIDAY} USD 115 discarded counts 1.15`]);
});

test('two answers of one fetch may differ about a day: the later one counts', async () => {
  await store([FRIDAY, { USD: '1.15' }], [FRIDAY, { USD: '1.16' }]);
  expect(await storedRates(source)).toEqual([`${FRIDAY} USD 1.16 accepted`]);
});

test('what was discarded stays so when it comes again', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  await store([MONDAY, { USD: '1.5' }]);
  await decide(source, MONDAY, 'discarded');
  expect((await store([MONDAY, { USD: '1.5' }])).changed).toBe(0);
  expect((await storedRates(source)).at(-1)).toBe(`${MONDAY} USD 1.5 discarded`);
});

test('a year-old day is kept and judges nobody', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  await store(['2025-11-20', { USD: '2' }]);
  await store([MONDAY, { USD: '1.16' }]);
  expect(await storedRates(source)).toEqual([
    '2025-11-20 USD 2 accepted',
    ...[`${FRIDAY} USD 1.15 accepted`, `${MONDAY} USD 1.16 accepted`],
  ]);
});

test('stores all of an answer or nothing, and then has not fetched it', async () => {
  await expect(store([FRIDAY, { CHF: '0.94', USD: '-1' }])).rejects.toThrow();
  expect(await storedRates(source)).toEqual([]);
  expect(await fetching(source)).toBeUndefined();
});

test('an admin who decides at that moment is waited for', async () => {
  await store([FRIDAY, { USD: '1.15' }]);
  await store([MONDAY, { USD: '1.5' }]);
  const storing = await db().$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE exchange_rates SET state = 'accepted' WHERE source = ${source} AND day = ${MONDAY}::date`;
    const begun = store([MONDAY, { USD: '1.51' }], [TUESDAY, { USD: '1.52' }]);
    await waitingBackends({ database }, 1);
    return { begun };
  });
  await storing.begun;
  expect((await storedRates(source)).slice(1)).toEqual([`${MONDAY} USD 1.51 accepted`, `${TUESDAY} USD 1.52 accepted`]);
});
