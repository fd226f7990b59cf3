import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { db } from '#lib/db.ts';
import { envOrExit } from '#lib/env.ts';
import { isDatabaseAvailable } from '#lib/health/check-health.ts';
import { logger } from '#lib/logger.ts';
import { redis, setRedisCommandTimeout, waitForRedis } from '#lib/redis.ts';
import { watchShop } from '#lib/settings/watch-shop.ts';
import { Consumer } from './consumer.ts';
import { handleStripeEvent, isFinalError, recordDeadLetter, waitForAnnouncements } from './handlers.ts';
import { startTasks } from './tasks.ts';

const REDIS_TIMEOUT_MS = 5_000;

envOrExit();

// A new name for each start: the entries of a killed worker stay with an idle consumer, from which they are claimed.
const name = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
// Nobody waits for a worker, and a start keeps its process busy: a reply that is dropped would keep its entries for a while.
setRedisCommandTimeout(REDIS_TIMEOUT_MS);
await Promise.all([waitForRedis(REDIS_TIMEOUT_MS), watchShop()]);
const consumer = new Consumer({
  name,
  handle: handleStripeEvent,
  handleDeadLetter: recordDeadLetter,
  isFinal: isFinalError,
  areDependenciesUp: isDatabaseAvailable,
});
const stopTasks = startTasks(name);
consumer.start();
logger().info({ name }, 'worker started');

const STOP_TIMEOUT_MS = 9_000;

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  logger().info({ name, signal }, 'worker stopping');
  // A call to Stripe may take longer than the process manager waits. Another worker takes over interrupted work.
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  await Promise.all([consumer.stop(), stopTasks()]);
  await waitForAnnouncements();
  redis().disconnect();
  await db().$disconnect();
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
