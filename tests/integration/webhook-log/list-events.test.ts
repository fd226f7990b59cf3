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
import { processJson } from '../orders/settlement/processing-fixture.ts';
import { makeFailedPayment, resetWebhookLog } from './webhook-log-fixture.ts';

resetWebhookLog();

/** Adds rows of one outcome, a second apart, the oldest first; `from` keeps the ids distinct. */
async function addRows(outcome: string, count: number, from = 0): Promise<void> {
  await db().$executeRaw`
    INSERT INTO stripe_events (id, type, outcome, created_at, received_at)
    SELECT 'evt_' || (${from}::int + n), 'test', ${outcome}, now(), now() - make_interval(secs => ${count}::int - n)
    FROM generate_series(1, ${count}::int) AS n`;
}

test('events are listed newest first, page by page, each exactly once', async () => {
  // Many share a time: the id decides.
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

test('the events of one outcome are listed with their order and its work', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  await processJson(event);
  const failed = await makeFailedPayment();
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

test('outcomes are counted up to a thousand, and flagged events without an order are counted separately', async () => {
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

/** PostgreSQL's plans: with the actual values, and the generic plan that it may switch to after some calls. */
async function plansOf(query: () => Promise<unknown>): Promise<string> {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const plans: string[] = [];
    for (const statement of await recordStatements(query)) {
      plans.push(await explain(client, statement));
      const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN) ${statement.text}`);
      plans.push(...rows.map((row) => String(row['QUERY PLAN'])));
    }
    return plans.join('\n');
  } finally {
    await client.end();
  }
}

test('lists and counts use indexes, however many events there are', async () => {
  // Every fifth is ignored, the others are applied, three have failed, and there are no other outcomes.
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

test('an event is found with all its details in the database, in Redis, or in both', async () => {
  const { event } = await makeFailedPayment();
  expect(await findEvent(event.id)).toMatchObject({
    recorded: { id: event.id, outcome: 'failed', detail: 'the disk was full', payload: event },
    letters: [{ eventId: event.id, error: 'the disk was full' }],
    ...{ open: null, isRedisAvailable: true },
  });
  const { event: letterOnly } = await makeFailedPayment({ row: false });
  expect(await findEvent(letterOnly.id)).toMatchObject({ recorded: null, letters: [{ eventId: letterOnly.id }] });
  const next = sessionEvent('checkout.session.completed', await makeHeldOrder());
  await enqueueEvent(next, JSON.stringify(next));
  expect(await findEvent(next.id)).toMatchObject({ recorded: null, open: { eventId: next.id, deliveries: 0 } });
  expect(await findEvent('evt_nothing')).toBeNull();
});
