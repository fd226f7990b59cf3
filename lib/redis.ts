import { once } from 'node:events';
import { Redis } from 'ioredis';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';

const shared = globalThis as typeof globalThis & { makeYourSpaceRedis?: Redis };

/**
 * The connection for everything except blocking reads and subscriptions. While Redis is unavailable a command fails
 * within one second instead of being queued.
 */
export function redis(): Redis {
  shared.makeYourSpaceRedis ??= connect({ enableOfflineQueue: false, commandTimeout: 1_000, maxRetriesPerRequest: 1 });
  return shared.makeYourSpaceRedis;
}

/**
 * Gives each command more time than a visitor has. A process that has just started may be busy for a second with
 * loading its code, and finds the time over before it has read the reply.
 */
export function setRedisCommandTimeout(timeoutMs: number): void {
  redis().options.commandTimeout = timeoutMs;
}

/** Waits for the first connection, at most `timeoutMs`; commands before it would fail. */
export async function waitForRedis(timeoutMs = 1_000): Promise<void> {
  const client = redis();
  if (client.status === 'ready') return;
  await once(client, 'ready', { signal: AbortSignal.timeout(timeoutMs) }).catch(() => {});
}

/** A new connection for XREADGROUP with BLOCK or for SUBSCRIBE. The caller closes it. */
export function dedicatedRedis(): Redis {
  return connect({ maxRetriesPerRequest: null });
}

function connect(options: {
  enableOfflineQueue?: boolean;
  commandTimeout?: number;
  maxRetriesPerRequest: number | null;
}): Redis {
  const client = new Redis(env().REDIS_URL, {
    ...options,
    connectTimeout: 1_000,
    retryStrategy: (attempt) => Math.min(100 * 2 ** Math.min(attempt, 5), 2_000) + Math.random() * 100,
  });
  client.on('error', (error) => logger().warn({ err: error }, 'Redis is unavailable'));
  return client;
}
