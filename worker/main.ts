import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { db } from '#lib/db.ts';
import { envOrExit } from '#lib/env.ts';
import { databaseAnswers } from '#lib/health/check-health.ts';
import { logger } from '#lib/logger.ts';
import { redis, redisReady } from '#lib/redis.ts';
import { Consumer } from './consumer.ts';
import { announcementsMade, handleDeadEvent, handleStripeEvent } from './handlers.ts';
import { startTasks } from './tasks.ts';

envOrExit();

// A new name each start: what a killed worker left belongs to a name that is silent, and is claimed.
const name = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
await redisReady();
const consumer = new Consumer({
  name,
  handle: handleStripeEvent,
  handleDead: handleDeadEvent,
  canJudge: databaseAnswers,
});
const stopTasks = startTasks(name);
consumer.start();
logger().info({ name }, 'worker started');

const STOP_MILLISECONDS = 9_000;

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  logger().info({ name, signal }, 'worker stopping');
  // A call to Stripe may take longer than whoever stops us waits. What is cut off then is taken up by the next worker.
  setTimeout(() => process.exit(1), STOP_MILLISECONDS).unref();
  await Promise.all([consumer.stop(), stopTasks()]);
  await announcementsMade();
  redis().disconnect();
  await db().$disconnect();
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
