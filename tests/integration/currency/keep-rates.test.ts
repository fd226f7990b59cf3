import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { activeSource } from '#lib/currency/active-source.ts';
import { acceptRate } from '#lib/currency/decide-rate.ts';
import { keepRates } from '#lib/currency/keep-rates.ts';
import { refreshCurrentRates } from '#lib/currency/refresh-current-rates.ts';
import { storeRates } from '#lib/currency/store-rates.ts';
import { db } from '#lib/db.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { redis, redisReady } from '#lib/redis.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { fetching, ratesInUse } from '../../support/rates/stored-rates.ts';

// The active source of this environment answers nobody, so what is stored comes from the tests.
const { name: source } = activeSource();
const FRIDAY = '2026-11-20';
const NEW_PAGES = [LIVE_CHANNEL, JSON.stringify({ tags: ['rates'], post: null, orderId: null })];

// Looked at where it leaves: other tests use the same Redis at the same time.
const published = () => vi.spyOn(redis(), 'publish');
beforeAll(() => redisReady());
beforeEach(() => {
  published().mockClear();
});

const store = (day: string, usd: string) => storeRates(source, [{ day, rates: new Map([['USD', usd]]) }]);
const start = () => keepRates(new AbortController().signal);

test('the first call fetches, whatever time it is, and finishes what somebody who crashed had stored', async () => {
  const work = await makePost({ priceAmount: 12_500, priceCurrency: 'USD' });
  await store(FRIDAY, '1.25');
  await db().$executeRaw`UPDATE rate_services SET tried_at = now() - interval '6 seconds'`;
  await start()();
  expect(await ratesInUse()).toEqual([`EUR 1 ${FRIDAY} ${source}`, `USD 1.25 ${FRIDAY} ${source}`]);
  expect(await db().post.findUniqueOrThrow({ where: { id: work.id } })).toMatchObject({ priceValue: 100 });
  expect(await fetching(source)).toMatchObject({ failures: 1 });
  // At once, and when works have their new order.
  expect(published().mock.calls).toEqual([NEW_PAGES, NEW_PAGES]);
});

test('a start within half a minute of another attempt does not fetch', async () => {
  await db().$executeRaw`UPDATE rate_services SET tried_at = now() - interval '1 second'`;
  await start()();
  expect(await fetching(source)).toMatchObject({ failures: 1 });
});

test('what could not be put into use is, at the next call, and the pages are told', async () => {
  const keep = start();
  await keep();
  await store('2026-11-23', '1.26');
  await db().$executeRaw`ALTER TABLE rate_services RENAME TO rate_services_away`;
  await expect(keep()).rejects.toThrow();
  await db().$executeRaw`ALTER TABLE rate_services_away RENAME TO rate_services`;
  published().mockClear();
  await keep();
  expect(await ratesInUse()).toContain(`USD 1.26 2026-11-23 ${source}`);
  expect(published().mock.calls).toEqual([NEW_PAGES, NEW_PAGES]);
});

test('a call that finds nothing due tells nobody', async () => {
  const keep = start();
  await keep();
  published().mockClear();
  await keep();
  expect(published()).not.toHaveBeenCalled();
});

test('works stand by the rate that an admin has accepted, from the next call on', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  const work = await makePost({ priceAmount: 25_000, priceCurrency: 'USD' });
  const value = async () => (await db().post.findUniqueOrThrow({ where: { id: work.id } })).priceValue;
  const keep = start();
  await store('2026-11-24', '2.5');
  await keep();
  expect(await value()).not.toBe(100);
  expect(await acceptRate(admin, { source, currency: 'USD', day: '2026-11-24', rate: '2.5' })).toBe(true);
  published().mockClear();
  await keep();
  expect(await value()).toBe(100);
  expect(published().mock.calls).toEqual([NEW_PAGES]);
});

test('works that moved before a failure are told of by the call that finds no more to move', async () => {
  const { id: artistId } = await makeUser();
  await db().post.updateMany({ data: { priceCurrency: 'EUR' } });
  // As many as are written at once, and one behind them that cannot be.
  await db().$executeRaw`
    INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency)
    SELECT lpad(number::text, 32, '0')::uuid, 'moved-' || number, ${artistId}::uuid, 'Moved', 25200, 'USD'
    FROM generate_series(1, 200) AS number`;
  const last = await makePost({ id: 'ffffffff-ffff-4fff-8fff-ffffffffffff', slug: 'stays', priceCurrency: 'USD' });
  const keep = start();
  await keep();
  await db().$executeRaw`ALTER TABLE posts ADD CONSTRAINT stays CHECK (slug <> 'stays') NOT VALID`;
  await store('2026-11-25', '2.52');
  await refreshCurrentRates();
  await expect(keep()).rejects.toThrow();
  expect(await db().post.count({ where: { artistId, priceValue: 100 } })).toBe(200);
  await db().$executeRaw`DELETE FROM posts WHERE id = ${last.id}::uuid`;
  published().mockClear();
  await keep();
  expect(published().mock.calls).toEqual([NEW_PAGES]);
  await db().$executeRaw`ALTER TABLE posts DROP CONSTRAINT stays`;
});
