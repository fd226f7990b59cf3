import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { saleState } from '../../../support/database/factories.ts';
import { waitForLockedStatement } from '../../../support/database/lock-rows.ts';
import { eventually } from '../../../support/eventually.ts';
import { startTcpProxy } from '../../../support/start-tcp-proxy.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import { payAtStripe, startOrder } from '../stripe-order-fixture.ts';

const direct = process.env.DATABASE_URL ?? '';
const proxy = await startTcpProxy({ port: Number(new URL(direct).port) });
process.env.DATABASE_URL = direct.replace(/:\d+\//, `:${proxy.port}/`);
const stripe = await startTestStripe();
const client = new Client({ connectionString: direct });

afterAll(async () => {
  await client.end();
  await proxy.close();
});

test('a database outage during a backfill does not mark the events as failed', async () => {
  await client.connect();
  stripe.setClockBehind(60);
  const orders = [await payAtStripe(stripe, await startOrder()), await payAtStripe(stripe, await startOrder())];

  // The first event waits for its work's row while the database goes down.
  await client.query('BEGIN');
  await client.query('SELECT 1 FROM posts WHERE id = $1 FOR UPDATE', [orders[0]?.postId]);
  const backfill = backfillEvents().catch((error: unknown) => error);
  await waitForLockedStatement(direct);
  proxy.refuse();
  expect(await backfill).toBeInstanceOf(Error);
  await client.query('ROLLBACK');

  const { rows } = await client.query('SELECT id, outcome FROM stripe_events');
  expect(rows).toEqual([]);
  proxy.pass();
  // The interrupted run keeps the mark for two minutes; the test does not wait for them.
  await client.query("UPDATE reconciler_marks SET taken_until = now() - interval '1 second'");
  await eventually(() => db().$queryRaw`SELECT 1`);
  expect(await backfillEvents()).toHaveLength(2);
  for (const order of orders) expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
});
