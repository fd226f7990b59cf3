import { beforeEach, expect, test } from 'vitest';
import { ECB } from '#lib/currency/active-source.ts';
import { currentExchange } from '#lib/currency/queries.ts';
import { refreshCurrentRates } from '#lib/currency/refresh-current-rates.ts';
import { storeRates } from '#lib/currency/store-rates.ts';
import { db } from '#lib/db.ts';
import { uniqueName } from '../../support/database/factories.ts';
import { decide, ratesInUse } from '../../support/rates/stored-rates.ts';

const FIRST_DAY = '2026-10-06';

let source: string;
beforeEach(async () => {
  source = uniqueName('bank');
  await refreshCurrentRates(ECB);
});

const store = (day: string, rates: Record<string, string>, of = source) =>
  storeRates(of, [{ day, rates: new Map(Object.entries(rates)) }]);

const day = (daysFromNow: number) => new Date(Date.now() + daysFromNow * 86_400_000).toISOString().slice(0, 10);

test('a new shop has a whole day of the European Central Bank, exactly as a refresh would put it into use', async () => {
  const { source: publisher, rates } = await currentExchange();
  expect(publisher).toBe(ECB);
  expect(Object.keys(rates)).toHaveLength(29);
  expect(rates).toMatchObject({
    USD: { perEuro: '1.1269', day: FIRST_DAY },
    JPY: { perEuro: '178.15', day: FIRST_DAY },
    GBP: { perEuro: '0.8488', day: FIRST_DAY },
    IDR: { perEuro: '20104.8', day: FIRST_DAY },
  });
  expect(await ratesInUse()).toContain(`EUR 1 ${FIRST_DAY} ${ECB}`);
  const before = await db().currentRate.findMany({ orderBy: { currency: 'asc' } });
  await db().currentRate.deleteMany();
  expect(await refreshCurrentRates(ECB)).toBe(true);
  expect(await db().currentRate.findMany({ orderBy: { currency: 'asc' } })).toEqual(before);
});

test('a source that has nothing leaves in use what came with the shop', async () => {
  expect(await refreshCurrentRates(source)).toBe(false);
  expect(await refreshCurrentRates()).toBe(false);
});

test('once it has rates all others go', async () => {
  await store('2026-11-19', { USD: '1.14', CHF: '0.94' });
  await store('2026-11-20', { USD: '1.15' });
  expect(await refreshCurrentRates(source)).toBe(true);
  expect(await ratesInUse()).toEqual([
    ...[`CHF 0.94 2026-11-19 ${source}`, `EUR 1 2026-11-20 ${source}`, `USD 1.15 2026-11-20 ${source}`],
  ]);
  expect(await refreshCurrentRates(source)).toBe(false);
});

test('writes only what differs', async () => {
  await store('2026-11-19', { USD: '1.14', CHF: '0.94' });
  await refreshCurrentRates(source);
  const versions = () => db().$queryRaw`SELECT currency, xmin::text FROM current_rates WHERE currency = 'CHF'`;
  const before = await versions();
  await store('2026-11-20', { USD: '1.15' });
  expect(await refreshCurrentRates(source)).toBe(true);
  expect(await versions()).toEqual(before);
});

test('the newest day on or before tomorrow counts', async () => {
  await store(day(-400), { USD: '1.01' });
  await store(day(1), { USD: '1.15' });
  await store(day(2), { USD: '1.16' });
  await refreshCurrentRates(source);
  expect(await ratesInUse()).toContain(`USD 1.15 ${day(1)} ${source}`);
});

test('what is held or discarded does not count, what is accepted later does', async () => {
  await store('2026-11-19', { USD: '1.14' });
  await store('2026-11-20', { USD: '2' });
  await refreshCurrentRates(source);
  expect(await ratesInUse()).toContain(`USD 1.14 2026-11-19 ${source}`);
  await decide(source, '2026-11-20', 'discarded');
  expect(await refreshCurrentRates(source)).toBe(false);
  await store('2026-11-20', { USD: '2.01' });
  await decide(source, '2026-11-20', 'accepted');
  expect(await refreshCurrentRates(source)).toBe(true);
  expect(await ratesInUse()).toContain(`USD 2.01 2026-11-20 ${source}`);
});

test('while a correction waits, or was not believed, the rate before it counts', async () => {
  await store('2026-11-20', { USD: '1.15' });
  await refreshCurrentRates(source);
  await store('2026-11-20', { USD: '115' });
  expect(await refreshCurrentRates(source)).toBe(false);
  await decide(source, '2026-11-20', 'discarded');
  expect(await refreshCurrentRates(source)).toBe(false);
  await store('2026-11-20', { USD: '116' });
  await decide(source, '2026-11-20', 'accepted');
  expect(await refreshCurrentRates(source)).toBe(true);
  expect(await ratesInUse()).toContain(`USD 116 2026-11-20 ${source}`);
});

test('a currency that the shop does not know any more is not used', async () => {
  await store('2026-11-20', { USD: '1.15', XDR: '0.8' });
  await refreshCurrentRates(source);
  expect((await ratesInUse()).join()).not.toContain('XDR');
});

test('two at once end alike', async () => {
  await store('2026-11-20', { USD: '1.15', CHF: '0.94', JPY: '178' });
  await Promise.all(Array.from({ length: 8 }, () => refreshCurrentRates(source)));
  expect(await ratesInUse()).toHaveLength(4);
});
