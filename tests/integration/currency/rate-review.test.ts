import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { activeSource } from '#lib/currency/active-source.ts';
import { acceptRate, discardRate } from '#lib/currency/decide-rate.ts';
import { getRateReview } from '#lib/currency/get-rate-review.ts';
import { currentExchange } from '#lib/currency/queries.ts';
import { requestRateFetch } from '#lib/currency/request-rate-fetch.ts';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { explain } from '../../../bench/explain.ts';
import { recordStatements } from '../../../bench/record-statements.ts';
import { makeUser } from '../../support/database/factories.ts';

process.env.CURRENCY_SERVICE_URL = 'https://user:secret@rates.example.org/v1?access_key=secret';
const client = new Client({ connectionString: process.env.DATABASE_URL });
const { name: source } = activeSource();
const SERVICE = { name: 'rates.example.org', url: 'https://rates.example.org/v1/latest' };
const NOW = new Date('2026-11-23T12:00:00Z');
let admin: Viewer;
let member: Viewer;

beforeAll(async () => {
  await client.connect();
  [admin, member] = [await makeUser({ role: 'ADMIN' }), await makeUser()];
});
afterAll(() => client.end());

type State = 'accepted' | 'held' | 'discarded';

/** One row: day, currency, rate, state. */
const addRates = (...rows: [string, string, string, State?][]) =>
  db().exchangeRate.createMany({
    data: rows.map(([day, currency, rate, state = 'accepted']) => ({
      ...{ source, day: new Date(day), currency, rate, state },
    })),
  });

const held = (changes = {}) => ({ source, currency: 'USD', day: '2026-11-20', rate: '1.5', ...changes });
const stateOf = async (currency: string, day: string) =>
  (await db().exchangeRate.findFirst({ where: { source, currency, day: new Date(day) } }))?.state;

/** The dollar rose by 28.1 percent, the franc fell by half, and the zloty never had a rate. */
beforeEach(async () => {
  await db().exchangeRate.deleteMany();
  await db().currentRate.deleteMany();
  await db().rateService.deleteMany();
  await addRates(['2026-11-18', 'USD', '1.1'], ['2026-11-19', 'USD', '1.171'], ['2026-11-19', 'CHF', '0.94']);
  await addRates(['2026-11-20', 'USD', '1.5', 'held'], ['2026-11-20', 'CHF', '0.47', 'held']);
  await addRates(['2026-11-19', 'PLN', '4.25', 'held'], ['2026-11-17', 'USD', '9', 'discarded']);
  await client.query(
    `INSERT INTO current_rates (currency, rate, digits, day, source) VALUES
       ('EUR', 1, 2, '2026-11-19', $1), ('USD', 1.171, 2, '2026-11-19', $1), ('CHF', 0.94, 2, '2026-11-10', $1)`,
    [source],
  );
});

test('the review shows the rates in use with their age, and the state of fetching', async () => {
  expect(await getRateReview(NOW)).toMatchObject({
    ...{ service: SERVICE, fetching: null, usedSource: source, day: '2026-11-19', more: false },
    rates: [
      { currency: 'CHF', rate: '0.94', day: '2026-11-10', age: 13 },
      { currency: 'USD', rate: '1.171', day: '2026-11-19', age: 4 },
    ],
  });
  const times = { triedAt: new Date('2026-11-23T11:00:00Z'), nextFetchAt: new Date('2026-11-23T12:05:00Z') };
  await db().rateService.create({ data: { source, ...times, error: 'It was silent.', failures: 3 } });
  expect((await getRateReview(NOW)).fetching).toEqual({
    ...{ triedAt: '2026-11-23T11:00:00.000Z', fetchedAt: null, nextFetchAt: '2026-11-23T12:05:00.000Z' },
    ...{ error: 'It was silent.', failures: 3 },
  });
});

test('an empty shop has an empty review', async () => {
  await db().exchangeRate.deleteMany();
  await db().currentRate.deleteMany();
  const empty = { fetching: null, usedSource: null, day: null, rates: [], held: [], more: false };
  expect(await getRateReview(NOW)).toEqual({ service: SERVICE, ...empty });
});

test('held rates are shown with the last accepted rate before them', async () => {
  expect((await getRateReview(NOW)).held).toEqual([
    {
      ...{ source, currency: 'CHF', day: '2026-11-20', rate: '0.47', moved: '-50.0' },
      old: { rate: '0.94', day: '2026-11-19' },
    },
    {
      ...{ source, currency: 'USD', day: '2026-11-20', rate: '1.5', moved: '28.1' },
      old: { rate: '1.171', day: '2026-11-19' },
    },
    { source, currency: 'PLN', day: '2026-11-19', rate: '4.25', old: null, moved: null },
  ]);
});

/** The dollar's rate of the 19th was published again, as 2. */
const correctDollar = () =>
  client.query(
    "UPDATE exchange_rates SET rate = 2, accepted_rate = 1.171, state = 'held' WHERE currency = 'USD' AND day = '2026-11-19'",
  );

test('a held correction is shown with the rate in use for its day', async () => {
  await correctDollar();
  const correction = { day: '2026-11-19', rate: '2' };
  const old = { rate: '1.171', day: '2026-11-19' };
  expect((await getRateReview(NOW)).held.filter(({ currency }) => currency === 'USD')).toEqual([
    // A later rate is compared with the same one.
    { source, currency: 'USD', day: '2026-11-20', rate: '1.5', moved: '28.1', old },
    { source, currency: 'USD', ...correction, moved: '70.8', old },
  ]);
  expect(await acceptRate(admin, held(correction))).toBe(true);
  expect((await currentExchange()).rates.USD).toEqual({ perEuro: '2', day: '2026-11-19' });
  expect((await getRateReview(NOW)).held.find(({ currency }) => currency === 'USD')).toMatchObject({ moved: '-25.0' });
});

test('the rate of a day stays in use when its correction is discarded', async () => {
  await correctDollar();
  expect(await discardRate(admin, held({ day: '2026-11-19', rate: '2' }))).toBe(true);
  await acceptRate(admin, held({ currency: 'CHF', rate: '0.47' }));
  expect((await currentExchange()).rates).toMatchObject({ CHF: { perEuro: '0.47' }, USD: { perEuro: '1.171' } });
});

test('rates of another service are not shown', async () => {
  await db().exchangeRate.updateMany({ where: { currency: 'USD' }, data: { source: 'Elsewhere' } });
  expect((await getRateReview(NOW)).held.map(({ currency }) => currency)).toEqual(['CHF', 'PLN']);
});

test('an accepted rate is used at once, for quotes and on every page', async () => {
  await waitForRedis();
  const publish = vi.spyOn(redis(), 'publish');
  expect(await acceptRate(admin, held())).toBe(true);
  expect(await stateOf('USD', '2026-11-20')).toBe('accepted');
  expect((await currentExchange()).rates.USD).toEqual({ perEuro: '1.5', day: '2026-11-20' });
  expect(publish).toHaveBeenCalledWith(LIVE_CHANNEL, expect.stringContaining('"rates"'));
  expect((await getRateReview(NOW)).held.map(({ currency }) => currency)).toEqual(['CHF', 'PLN']);
  // The others are unchanged.
  expect((await currentExchange()).rates.CHF).toMatchObject({ perEuro: '0.94' });
});

test('a discarded rate is never used', async () => {
  expect(await discardRate(admin, held())).toBe(true);
  expect(await stateOf('USD', '2026-11-20')).toBe('discarded');
  expect(await acceptRate(admin, held())).toBe(false);
  expect((await currentExchange()).rates.USD).toEqual({ perEuro: '1.171', day: '2026-11-19' });
  expect((await getRateReview(NOW)).held.map(({ currency }) => currency)).toEqual(['CHF', 'PLN']);
});

test('of several decisions at once one takes effect', async () => {
  const decided = await Promise.all([
    ...[acceptRate(admin, held()), acceptRate(admin, held())],
    ...[discardRate(admin, held()), discardRate(admin, held())],
  ]);
  expect(decided.filter(Boolean)).toHaveLength(1);
  expect(await stateOf('USD', '2026-11-20')).toBe(decided[0] || decided[1] ? 'accepted' : 'discarded');
});

test('a decision applies only to the rate that the admin saw', async () => {
  await db().exchangeRate.updateMany({ where: { currency: 'USD', state: 'held' }, data: { rate: '15' } });
  expect(await acceptRate(admin, held())).toBe(false);
  expect(await discardRate(admin, held())).toBe(false);
  expect(await stateOf('USD', '2026-11-20')).toBe('held');
  for (const other of [{ currency: 'CHF' }, { day: '2026-11-19' }, { source: 'Elsewhere' }]) {
    expect(await acceptRate(admin, held({ rate: '15', ...other }))).toBe(false);
  }
  expect(await acceptRate(admin, held({ rate: '15' }))).toBe(true);
});

test('requesting a fetch makes it due now, and does not postpone one that is already due', async () => {
  await requestRateFetch(admin);
  const first = await db().rateService.findUniqueOrThrow({ where: { source } });
  expect(first.nextFetchAt.getTime()).toBeLessThanOrEqual(Date.now());
  expect(first.triedAt).toBeNull();
  await requestRateFetch(admin);
  expect(await db().rateService.findUniqueOrThrow({ where: { source } })).toEqual(first);
  const later = { nextFetchAt: new Date(Date.now() + 3_600_000), failures: 2, error: 'It was silent.' };
  await db().rateService.update({ where: { source }, data: later });
  await requestRateFetch(admin);
  const due = await db().rateService.findUniqueOrThrow({ where: { source } });
  expect(due).toMatchObject({ failures: 2, error: 'It was silent.' });
  expect(due.nextFetchAt.getTime()).toBeLessThanOrEqual(Date.now());
});

test('only admins decide and request a fetch', async () => {
  for (const command of [acceptRate, discardRate]) {
    await expect(command(member, held())).rejects.toMatchObject({ code: 'not-found' });
  }
  await expect(requestRateFetch(member)).rejects.toMatchObject({ code: 'not-found' });
  expect(await stateOf('USD', '2026-11-20')).toBe('held');
  expect(await db().rateService.count()).toBe(0);
});

test('among years of rates the review finds the held ones by their index, and at most a hundred', async () => {
  await db().exchangeRate.deleteMany();
  await client.query(
    `INSERT INTO exchange_rates (source, day, currency, rate, state)
     SELECT $1, date '2020-01-01' + n, 'A' || chr(65 + c / 26) || chr(65 + c % 26), 1 + n / 1000.0,
       CASE WHEN n >= 1996 THEN 'held' ELSE 'accepted' END
     FROM generate_series(1, 2000) n CROSS JOIN generate_series(0, 29) c`,
    [source],
  );
  await client.query('VACUUM ANALYZE exchange_rates');
  const statements = await recordStatements(() => getRateReview(NOW));
  const statement = statements.find(({ text }) => text.includes("state = 'held'"));
  if (!statement) throw new Error('the review made no query');
  const plan = await explain(client, statement);
  expect(plan).toContain('exchange_rates_held');
  expect(plan).not.toContain('Seq Scan');

  const review = await getRateReview(NOW);
  expect(review.held).toHaveLength(100);
  expect(review.more).toBe(true);
  expect(new Set(review.held.map(({ old }) => old?.day))).toEqual(new Set(['2025-06-18']));
});
