import { Client } from 'pg';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { findEvent } from '#lib/orders/webhook-log/find-event.ts';
import { countReceivedEvents, listReceivedEvents } from '#lib/orders/webhook-log/list-received-events.ts';
import { enqueueEvent } from '#lib/payments/event-stream.ts';
import { eventCursorSchema } from '#lib/schemas/webhook-log.ts';
import { explain } from '../../../bench/explain.ts';
import { recordStatements } from '../../../bench/record-statements.ts';
import { makeHeldOrder } from '../../support/database/factories.ts';
import { sessionEvent } from '../../support/stripe/stripe-events.ts';
import { settle } from '../orders/settlement/process-events.ts';
import { emptyDesk, failedPayment } from './webhook-log-fixture.ts';

emptyDesk();

/** Rows of one outcome, a second apart, the first the oldest; `from` keeps ids apart. */
async function addRows(outcome: string, count: number, from = 0): Promise<void> {
  await db().$executeRaw`
    INSERT INTO stripe_events (id, type, outcome, created_at, received_at)
    SELECT 'evt_' || (${from}::int + n), 'test', ${outcome}, now(), now() - make_interval(secs => ${count}::int - n)
    FROM generate_series(1, ${count}::int) AS n`;
}

test('events come newest first, page by page, none twice and none left out', async () => {
  // Many with the same moment: the id decides.
  await db().$executeRaw`
    INSERT INTO stripe_events (id, type, outcome, created_at, received_at)
    SELECT 'evt_' || n, 'test', 'ignored', now(), date_trunc('second', now()) - make_interval(secs => n / 10)
    FROM generate_series(1, 95) AS n`;
  for (const outcome of [null, 'ignored'] as const) {
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const cursor = before === null ? null : eventCursorSchema.parse(before);
      const { events, next } = await listReceivedEvents({ outcome, before: cursor, limit: 10 });
      seen.push(...events.map(({ id }) => id));
      before = next;
    } while (before !== null);
    expect(seen).toHaveLength(95);
    expect(new Set(seen).size).toBe(95);
  }
  const { events } = await listReceivedEvents();
  const times = events.map(({ receivedAt }) => receivedAt);
  expect(times).toEqual([...times].sort().reverse());
});

test('only those of one outcome, with the order and its work', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  await settle(event);
  const failed = await failedPayment();
  const { post } = await db().order.findUniqueOrThrow({ where: { id: order.orderId }, include: { post: true } });
  expect((await listReceivedEvents({ outcome: 'applied' })).events).toEqual([
    {
      ...{ id: event.id, type: event.type, outcome: 'applied', detail: 'HELD to PAID' },
      order: { id: order.orderId, title: post.title },
      receivedAt: expect.stringMatching(/Z$/),
    },
  ]);
  expect((await listReceivedEvents({ outcome: 'failed' })).events).toMatchObject([
    { id: failed.event.id, order: null },
  ]);
  expect(await listReceivedEvents({ outcome: 'waiting' })).toEqual({ events: [], next: null });
});

test('outcomes are counted up to a thousand, and flagged events without an order by themselves', async () => {
  await addRows('waiting', 1_001);
  await addRows('flagged', 3, 2_000);
  await db().$executeRaw`UPDATE stripe_events SET order_id = gen_random_uuid() WHERE id = 'evt_2001'`;
  const none = { count: 0, more: false };
  expect(await countReceivedEvents()).toEqual({
    failed: none,
    flagged: { count: 3, more: false },
    waiting: { count: 1_000, more: true },
    ...{ refused: none, ignored: none, discarded: none },
    withoutOrder: { count: 2, more: false },
  });
});

/** How PostgreSQL answers it, also with the one plan for all values that it makes after some calls. */
async function plansOf(ask: () => Promise<unknown>): Promise<string> {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const plans: string[] = [];
    for (const statement of await recordStatements(ask)) {
      plans.push(await explain(client, statement));
      const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN) ${statement.text}`);
      plans.push(...rows.map((row) => String(row['QUERY PLAN'])));
    }
    return plans.join('\n');
  } finally {
    await client.end();
  }
}

test('lists and counts are answered from indexes, however many events there are', async () => {
  // Every fifth is ignored, three have failed, and other outcomes are not there at all.
  await db().$executeRaw`
    INSERT INTO stripe_events (id, type, outcome, created_at, received_at)
    SELECT 'evt_' || n, 'test', CASE WHEN n % 5 = 0 THEN 'ignored' ELSE 'applied' END, now(), now() - make_interval(secs => n)
    FROM generate_series(1, 100000) AS n`;
  await addRows('failed', 3, 100_000);
  await db().$executeRaw`ANALYZE stripe_events`;
  const plans = await plansOf(async () => {
    await listReceivedEvents();
    await listReceivedEvents({ before: { receivedAt: new Date(), id: 'evt_1' } });
    await listReceivedEvents({ outcome: 'failed' });
    await countReceivedEvents();
  });
  expect(plans).toContain('stripe_events_by_time');
  expect(plans).toContain('stripe_events_by_outcome');
  expect(plans).not.toMatch(/(Seq|Bitmap Heap) Scan on stripe_events|Filter: .*outcome/);
});

test('an event is found with everything, in the database, in Redis, or in both', async () => {
  const { event } = await failedPayment();
  expect(await findEvent(event.id)).toMatchObject({
    taken: { id: event.id, outcome: 'failed', detail: 'the disk was full', payload: event },
    letters: [{ eventId: event.id, error: 'the disk was full' }],
    ...{ open: null, redisAnswers: true },
  });
  const { event: letterOnly } = await failedPayment({ row: false });
  expect(await findEvent(letterOnly.id)).toMatchObject({ taken: null, letters: [{ eventId: letterOnly.id }] });
  const next = sessionEvent('checkout.session.completed', await makeHeldOrder());
  await enqueueEvent(next, JSON.stringify(next));
  expect(await findEvent(next.id)).toMatchObject({ taken: null, open: { eventId: next.id, deliveries: 0 } });
  expect(await findEvent('evt_nothing')).toBeNull();
});
