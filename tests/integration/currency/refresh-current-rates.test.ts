import { beforeEach, expect, test } from 'vitest';
import { ECB } from '#lib/currency/active-source.ts';
import { currentExchange } from '#lib/currency/queries.ts';
import { refreshCurrentRates } from '#lib/currency/refresh-current-rates.ts';
import { storeRates } from '#lib/currency/store-rates.ts';
import { db } from '#lib/db.ts';
import { uniqueName } from '../../support/database/factories.ts';
import { decideHeldRate, storedCurrentRates } from '../../support/rates/stored-rates.ts';

const FIRST_DAY = '2026-10-06';

let source: string;
beforeEach(async () => {
  source = uniqueName('bank');
  await refreshCurrentRates(ECB);
});

const store = (day: string, rates: Record<string, string>, from = source) =>
  storeRates(from, [{ day, rates: new Map(Object.entries(rates)) }]);

const day = (daysFromNow: number) => new Date(Date.now() + daysFromNow * 86_400_000).toISOString().slice(0, 10);

test('a new shop has a full day of European Central Bank rates, exactly as a refresh would set them', async () => {
  const { source: publisher, rates } = await currentExchange();
  expect(publisher).toBe(ECB);
  expect(Object.keys(rates)).toHaveLength(29);
  expect(rates).toMatchObject({
    USD: { perEuro: '1.1269', day: FIRST_DAY },
    JPY: { perEuro: '178.15', day: FIRST_DAY },
    GBP: { perEuro: '0.8488', day: FIRST_DAY },
    IDR: { perEuro: '20104.8', day: FIRST_DAY },
  });
  expect(await storedCurrentRates()).toContain(`EUR 1 ${FIRST_DAY} ${ECB}`);
  const before = await db().currentRate.findMany({ orderBy: { currency: 'asc' } });
  await db().currentRate.deleteMany();
  expect(await refreshCurrentRates(ECB)).toBe(true);
  expect(await db().currentRate.findMany({ orderBy: { currency: 'asc' } })).toEqual(before);
});

test('a source without rates leaves the bundled rates in use', async () => {
  expect(await refreshCurrentRates(source)).toBe(false);
  expect(await refreshCurrentRates()).toBe(false);
});

test('once a source has rates, all others are removed', async () => {
  await store('2026-11-19', { USD: '1.14', CHF: '0.94' });
  await store('2026-11-20', { USD: '1.15' });
  expect(await refreshCurrentRates(source)).toBe(true);
  expect(await storedCurrentRates()).toEqual([
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

test('the newest day up to tomorrow is used', async () => {
  await store(day(-400), { USD: '1.01' });
  await store(day(1), { USD: '1.15' });
  await store(day(2), { USD: '1.16' });
  await refreshCurrentRates(source);
  expect(await storedCurrentRates()).toContain(`USD 1.15 ${day(1)} ${source}`);
});

test('held and discarded rates are not used, and a rate accepted later is', async () => {
  await store('2026-11-19', { USD: '1.14' });
  await store('2026-11-20', { USD: '2' });
  await refreshCurrentRates(source);
  expect(await storedCurrentRates()).toContain(`USD 1.14 2026-11-19 ${source}`);
  await decideHeldRate(source, '2026-11-20', 'discarded');
  expect(await refreshCurrentRates(source)).toBe(false);
  await store('2026-11-20', { USD: '2.01' });
  await decideHeldRate(source, '2026-11-20', 'accepted');
  expect(await refreshCurrentRates(source)).toBe(true);
  expect(await storedCurrentRates()).toContain(`USD 2.01 2026-11-20 ${source}`);
});

test('while a correction is held, or after it was discarded, the earlier rate is used', async () => {
  await store('2026-11-20', { USD: '1.15' });
  await refreshCurrentRates(source);
  await store('2026-11-20', { USD: '115' });
  expect(await refreshCurrentRates(source)).toBe(false);
  await decideHeldRate(source, '2026-11-20', 'discarded');
  expect(await refreshCurrentRates(source)).toBe(false);
  await store('2026-11-20', { USD: '116' });
  await decideHeldRate(source, '2026-11-20', 'accepted');
  expect(await refreshCurrentRates(source)).toBe(true);
  expect(await storedCurrentRates()).toContain(`USD 116 2026-11-20 ${source}`);
});

test('a currency that the shop no longer supports is not used', async () => {
  await store('2026-11-20', { USD: '1.15', XDR: '0.8' });
  await refreshCurrentRates(source);
  expect((await storedCurrentRates()).join()).not.toContain('XDR');
});

test('simultaneous refreshes end with the same rates', async () => {
  await store('2026-11-20', { USD: '1.15', CHF: '0.94', JPY: '178' });
  await Promise.all(Array.from({ length: 8 }, () => refreshCurrentRates(source)));
  expect(await storedCurrentRates()).toHaveLength(4);
});
