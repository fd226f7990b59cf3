import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { CliError } from '../../dev/terminal.ts';
import { recordTraffic } from '../record-statements.ts';
import type { OwnShop } from '../shop/own-shop.ts';
import type { ProcessName } from '../shop/shop-processes.ts';
import { addHeldWorks } from '../shop/works.ts';
import { type Candidate, type Line, measureInTurns } from './measure.ts';
import { eventId, type PaidEvent } from './paid-events.ts';
import { runPgbench } from './pgbench.ts';
import { pgbenchScript } from './pgbench-script.ts';
import { resetBetweenRuns } from './reset-between-runs.ts';
import type { WorkNumbers } from './work-numbers.ts';

/** The events that a worker processes at the same time: see worker/consumer.ts. */
const CONNECTIONS_PER_WORKER = 4;
const TIMEOUT_MS = 120_000;
/** Long, because counting also costs database time. */
const POLL_INTERVAL_MS = 500;
/** The first part of the events does not count: programs warm up, and the second worker joins. */
const WARM_UP_SHARE = 0.2;

type Options = { rounds: number; events: number; numbers: WorkNumbers; paidEvent: (number: number) => PaidEvent };

/** Events that one and two workers apply from a filled stream, beside pgbench with the same transaction. */
export async function measureAppliedEvents(shop: OwnShop, options: Options): Promise<Line[]> {
  const { rounds, events, numbers, paidEvent } = options;
  const [{ processEvent }, { parseStripeEvent }, { signEntry }] = await Promise.all([
    import('#lib/orders/settlement/process-event.ts'),
    import('#lib/schemas/stripe-events.ts'),
    import('#lib/payments/entry-signature.ts'),
  ]);
  const number = numbers.allocate(1);
  await addHeldWorks(shop.database, number, 1);
  const { event, payload } = parseStripeEvent(paidEvent(number).body);
  const script = pgbenchScript(await recordTraffic(() => processEvent(event, payload)), number);
  const limit = (workers: number): Candidate => ({
    name: `pgbench, the same, ${workers * CONNECTIONS_PER_WORKER} connections`,
    async run() {
      const connections = workers * CONNECTIONS_PER_WORKER;
      const transactions = Math.ceil(events / connections);
      const first = numbers.allocate(transactions * connections);
      await resetBetweenRuns(shop.database);
      await addHeldWorks(shop.database, first, transactions * connections);
      return runPgbench(script, { databaseUrl: shop.databaseUrl, first, connections, transactions });
    },
  });
  const own = (workers: number): Candidate => ({
    name: `events applied by ${workers === 1 ? 'one worker' : 'two workers'}`,
    async run() {
      const first = numbers.allocate(events);
      await resetBetweenRuns(shop.database);
      await addHeldWorks(shop.database, first, events);
      await fillStream(
        shop,
        Array.from({ length: events }, (_, index) => paidEvent(first + index)),
        signEntry,
      );
      const names = (['worker', 'worker-2'] satisfies ProcessName[]).slice(0, workers);
      await Promise.all(names.map((name) => shop.processes.start(name)));
      const rate = await rateOnceApplied(shop, first, events);
      await Promise.all(names.map((name) => shop.processes.stop(name)));
      return rate;
    },
  });
  return measureInTurns('Events applied', rounds, [
    { own: own(1), limit: limit(1) },
    { own: own(2), limit: limit(2) },
  ]);
}

async function fillStream(
  { redisUrl }: OwnShop,
  events: PaidEvent[],
  sign: (event: PaidEvent) => string,
): Promise<void> {
  const redis = new Redis(redisUrl);
  await redis.del('stripe:events');
  await Promise.all(
    events.map((event) => {
      const { id, type, body } = event;
      return redis.xadd('stripe:events', '*', 'id', id, 'type', type, 'event', body, 'signature', sign(event));
    }),
  );
  redis.disconnect();
}

/** Waits until all are applied. @returns applied events a second by the database's timestamps, without the warm-up. */
async function rateOnceApplied({ database }: OwnShop, first: number, count: number): Promise<number> {
  const range = [eventId(first), eventId(first + count - 1)];
  for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await pause(POLL_INTERVAL_MS)) {
    const { rows } = await database.query<{ applied: number }>(
      `SELECT count(*)::int AS applied FROM stripe_events WHERE id BETWEEN $1 AND $2 AND outcome = 'applied'`,
      range,
    );
    if (rows[0]?.applied === count) return rateOf(database, range, Math.ceil(count * WARM_UP_SHARE));
  }
  throw new CliError(`The workers had not applied ${count} events after ${TIMEOUT_MS / 1000} seconds.`);
}

async function rateOf(database: pg.Pool, range: string[], warmUp: number): Promise<number> {
  const { rows } = await database.query<{ rate: number }>(
    `SELECT count(*) FILTER (WHERE place > $3)
       / extract(epoch FROM max(received_at) - max(received_at) FILTER (WHERE place <= $3))::float8 AS rate
     FROM (SELECT received_at, rank() OVER (ORDER BY received_at) AS place
           FROM stripe_events WHERE id BETWEEN $1 AND $2) AS applied`,
    [...range, warmUp],
  );
  return rows[0]?.rate ?? Number.NaN;
}
