import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { saleState } from '../../../support/database/factories.ts';
import { untilOneWaits } from '../../../support/database/row-lock.ts';
import { eventually } from '../../../support/eventually.ts';
import { startTcpProxy } from '../../../support/http/tcp-proxy.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import { payAtStripe, startOrder } from '../at-stripe.ts';

const direct = process.env.DATABASE_URL ?? '';
const proxy = await startTcpProxy({ port: Number(new URL(direct).port) });
process.env.DATABASE_URL = direct.replace(/:\d+\//, `:${proxy.port}/`);
const stripe = await stripeForTests();
const client = new Client({ connectionString: direct });

afterAll(async () => {
  await client.end();
  await proxy.close();
});

test('a database that goes away in the middle of it says nothing against the events', async () => {
  await client.connect();
  stripe.behind(60);
  const orders = [await payAtStripe(stripe, await startOrder()), await payAtStripe(stripe, await startOrder())];

  // The first event waits for its work's row while the database goes away.
  await client.query('BEGIN');
  await client.query('SELECT 1 FROM posts WHERE id = $1 FOR UPDATE', [orders[0]?.postId]);
  const feeding = backfillEvents().catch((error: unknown) => error);
  await untilOneWaits(direct);
  proxy.refuse();
  expect(await feeding).toBeInstanceOf(Error);
  await client.query('ROLLBACK');

  const { rows } = await client.query('SELECT id, outcome FROM stripe_events');
  expect(rows).toEqual([]);
  proxy.pass();
  // The worker that had the mark is as good as dead: for two minutes nobody takes it over.
  await client.query("UPDATE reconciler_marks SET taken_until = now() - interval '1 second'");
  await eventually(() => db().$queryRaw`SELECT 1`);
  expect(await backfillEvents()).toHaveLength(2);
  for (const order of orders) expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
});
