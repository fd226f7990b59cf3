import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { listWorkers } from '#lib/health/heartbeat.ts';
import { EVENT_GROUP, EVENT_STREAM, enqueueEvent } from '#lib/payments/event-stream.ts';
import { redis, redisReady } from '#lib/redis.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { type EventJson, sessionEvent } from '../../support/stripe/stripe-events.ts';

const workers: ChildProcess[] = [];

beforeEach(async () => {
  await redisReady();
  await redis().flushdb();
});

afterEach(async () => {
  for (const worker of workers.splice(0)) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue;
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }
});

/** The worker as production runs it, in a process of its own, once it says that it is alive. */
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

test('sells what the stream says is paid, and ends within ten seconds of SIGTERM', async () => {
  const order = await makeHeldOrder();
  const worker = await startWorker();
  await deliver(sessionEvent('checkout.session.completed', order));
  await eventually(async () => expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  await eventually(async () => expect(await pending()).toEqual([]));
  const began = Date.now();
  worker.kill('SIGTERM');
  expect(await once(worker, 'exit')).toEqual([0, null]);
  expect(Date.now() - began).toBeLessThan(10_000);
});

test('a worker killed in the middle of a sale leaves it to the next one', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  const worker = await startWorker();
  // While this transaction has the row, the worker has read the event and cannot finish.
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
  // As if the half minute had passed after which a silent worker counts as dead.
  await redis().xclaim(EVENT_STREAM, EVENT_GROUP, deadName, 0, entry, 'IDLE', 60_000, 'JUSTID');
  await eventually(async () => expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  await eventually(async () => expect(await pending()).toEqual([]));
  expect(await db().stripeEvent.count({ where: { id: event.id } })).toBe(1);
});

test('twenty deliveries to two workers are one sale', async () => {
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

test('a wrong setting ends it with one sentence', async () => {
  const worker = spawn(process.execPath, ['worker/main.ts'], {
    env: { ...process.env, REDIS_URL: 'http://localhost' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  worker.stderr?.on('data', (data) => {
    said += data;
  });
  expect(await once(worker, 'close')).toEqual([1, null]);
  expect(said).toBe('REDIS_URL must be an address such as redis://localhost:6379.\n');
});
