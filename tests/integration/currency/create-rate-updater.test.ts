import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { activeSource } from '#lib/currency/active-source.ts';
import { createRateUpdater } from '#lib/currency/create-rate-updater.ts';
import { acceptRate } from '#lib/currency/decide-rate.ts';
import { refreshCurrentRates } from '#lib/currency/refresh-current-rates.ts';
import { storeRates } from '#lib/currency/store-rates.ts';
import { db } from '#lib/db.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { fetchState, storedCurrentRates } from '../../support/rates/stored-rates.ts';

// The active source of this environment is unreachable, so only the tests store rates.
const { name: source } = activeSource();
const FRIDAY = '2026-11-20';
const RATES_MESSAGE = [LIVE_CHANNEL, JSON.stringify({ tags: ['rates'], post: null, orderId: null })];

// Spies on the publisher, because other tests use the same Redis at the same time.
const published = () => vi.spyOn(redis(), 'publish');
beforeAll(() => waitForRedis());
beforeEach(() => {
  published().mockClear();
});

const store = (day: string, usd: string) => storeRates(source, [{ day, rates: new Map([['USD', usd]]) }]);
const start = () => createRateUpdater(new AbortController().signal);

test('the first call fetches at any time, and applies the rates that were stored before a crash', async () => {
  const work = await makePost({ priceAmount: 12_500, priceCurrency: 'USD' });
  await store(FRIDAY, '1.25');
  await db().$executeRaw`UPDATE rate_services SET tried_at = now() - interval '6 seconds'`;
  await start()();
  expect(await storedCurrentRates()).toEqual([`EUR 1 ${FRIDAY} ${source}`, `USD 1.25 ${FRIDAY} ${source}`]);
  expect(await db().post.findUniqueOrThrow({ where: { id: work.id } })).toMatchObject({ priceValue: 100 });
  expect(await fetchState(source)).toMatchObject({ failures: 1 });
  // Once for the rates, and again after the works have their new price values.
  expect(published().mock.calls).toEqual([RATES_MESSAGE, RATES_MESSAGE]);
});

test('a start within half a minute of another attempt does not fetch', async () => {
  await db().$executeRaw`UPDATE rate_services SET tried_at = now() - interval '1 second'`;
  await start()();
  expect(await fetchState(source)).toMatchObject({ failures: 1 });
});

test('rates that could not be applied are applied and announced by the next call', async () => {
  const update = start();
  await update();
  await store('2026-11-23', '1.26');
  await db().$executeRaw`ALTER TABLE rate_services RENAME TO rate_services_away`;
  await expect(update()).rejects.toThrow();
  await db().$executeRaw`ALTER TABLE rate_services_away RENAME TO rate_services`;
  published().mockClear();
  await update();
  expect(await storedCurrentRates()).toContain(`USD 1.26 2026-11-23 ${source}`);
  expect(published().mock.calls).toEqual([RATES_MESSAGE, RATES_MESSAGE]);
});

test('a call with nothing due announces nothing', async () => {
  const update = start();
  await update();
  published().mockClear();
  await update();
  expect(published()).not.toHaveBeenCalled();
});

test('works are valued at a rate that an admin has accepted, from the next call on', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  const work = await makePost({ priceAmount: 25_000, priceCurrency: 'USD' });
  const value = async () => (await db().post.findUniqueOrThrow({ where: { id: work.id } })).priceValue;
  const update = start();
  await store('2026-11-24', '2.5');
  await update();
  expect(await value()).not.toBe(100);
  expect(await acceptRate(admin, { source, currency: 'USD', day: '2026-11-24', rate: '2.5' })).toBe(true);
  published().mockClear();
  await update();
  expect(await value()).toBe(100);
  expect(published().mock.calls).toEqual([RATES_MESSAGE]);
});

test('works updated before a failure are announced by the next call, even if it updates none', async () => {
  const { id: artistId } = await makeUser();
  await db().post.updateMany({ data: { priceCurrency: 'EUR' } });
  // One full batch, and a work after it that cannot be updated.
  await db().$executeRaw`
    INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency)
    SELECT lpad(number::text, 32, '0')::uuid, 'moved-' || number, ${artistId}::uuid, 'Moved', 25200, 'USD'
    FROM generate_series(1, 200) AS number`;
  const last = await makePost({ id: 'ffffffff-ffff-4fff-8fff-ffffffffffff', slug: 'stays', priceCurrency: 'USD' });
  const update = start();
  await update();
  await db().$executeRaw`ALTER TABLE posts ADD CONSTRAINT stays CHECK (slug <> 'stays') NOT VALID`;
  await store('2026-11-25', '2.52');
  await refreshCurrentRates();
  await expect(update()).rejects.toThrow();
  expect(await db().post.count({ where: { artistId, priceValue: 100 } })).toBe(200);
  await db().$executeRaw`DELETE FROM posts WHERE id = ${last.id}::uuid`;
  published().mockClear();
  await update();
  expect(published().mock.calls).toEqual([RATES_MESSAGE]);
  await db().$executeRaw`ALTER TABLE posts DROP CONSTRAINT stays`;
});
