import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { listWorkers } from '#lib/health/heartbeat.ts';
import { EVENT_GROUP, EVENT_STREAM, enqueueEvent } from '#lib/payments/event-stream.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { type EventJson, sessionEvent } from '../../support/stripe/stripe-events.ts';

const workers: ChildProcess[] = [];

beforeEach(async () => {
  await waitForRedis();
  await redis().flushdb();
});

afterEach(async () => {
  for (const worker of workers.splice(0)) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue;
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }
});

/** Starts the worker as in production, in a process of its own, and waits for its heartbeat. */
async function startWorker(): Promise<ChildProcess> {
  const before = await listWorkers();
  const worker = spawn(process.execPath, ['worker/main.ts'], { stdio: ['ignore', 'ignore', 'inherit'] });
  workers.push(worker);
  await eventually(async () => expect((await listWorkers()).length).toBeGreaterThan(before.length), 20_000);
  return worker;
}

const deliver = (event: EventJson) => enqueueEvent(event, JSON.stringify(event));

type Pending = [entry: string, worker: string, idle: number, deliveries: number];
const pending = async () => (await redis().xpending(EVENT_STREAM, EVENT_GROUP, '-', '+', 10)) as Pending[];

test('applies payments from the stream, and exits within ten seconds of SIGTERM', async () => {
  const order = await makeHeldOrder();
  const worker = await startWorker();
  await deliver(sessionEvent('checkout.session.completed', order));
  await eventually(async () => expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  await eventually(async () => expect(await pending()).toEqual([]));
  const startedAt = Date.now();
  worker.kill('SIGTERM');
  expect(await once(worker, 'exit')).toEqual([0, null]);
  expect(Date.now() - startedAt).toBeLessThan(10_000);
});

test('a worker killed in the middle of a sale leaves it to the next one', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  const worker = await startWorker();
  // While this transaction locks the row, the worker has read the event and cannot finish.
  await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT FROM posts WHERE id = ${order.postId}::uuid FOR UPDATE`;
      await deliver(event);
      await eventually(async () => expect(await pending()).toHaveLength(1));
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    },
    { timeout: 15_000 },
  );
  expect(await saleState(order)).toMatchObject({ order: 'HELD', post: 'LISTED' });

  const [[entry, deadName] = ['', '']] = await pending();
  await startWorker();
  // Skips the half minute after which a worker that does not acknowledge counts as dead.
  await redis().xclaim(EVENT_STREAM, EVENT_GROUP, deadName, 0, entry, 'IDLE', 60_000, 'JUSTID');
  await eventually(async () => expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  await eventually(async () => expect(await pending()).toEqual([]));
  expect(await db().stripeEvent.count({ where: { id: event.id } })).toBe(1);
});

test('twenty deliveries to two workers make one sale', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  await Promise.all([startWorker(), startWorker()]);
  await Promise.all(Array.from({ length: 20 }, () => deliver(event)));
  await eventually(async () => {
    const [group] = (await redis().xinfo('GROUPS', EVENT_STREAM)) as [unknown[]];
    expect(group[group.indexOf('entries-read') + 1]).toBe(20);
    expect(await pending()).toEqual([]);
  });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await db().message.count({ where: { orderId: order.orderId } })).toBe(2);
  expect(await db().stripeEvent.count({ where: { id: event.id } })).toBe(1);
});

test('an invalid setting ends the worker with one sentence', async () => {
  const worker = spawn(process.execPath, ['worker/main.ts'], {
    env: { ...process.env, REDIS_URL: 'http://localhost' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  worker.stderr?.on('data', (data) => {
    stderr += data;
  });
  expect(await once(worker, 'close')).toEqual([1, null]);
  expect(stderr).toBe('REDIS_URL must be a URL such as redis://localhost:6379.\n');
});
