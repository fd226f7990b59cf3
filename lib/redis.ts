import { once } from 'node:events';
import { Redis } from 'ioredis';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';

const shared = globalThis as typeof globalThis & { makeYourSpaceRedis?: Redis };

/**
 * The connection for everything but blocking reads and subscriptions. A command fails within one
 * second when Redis is away, instead of waiting in a queue for its return.
 */
export function redis(): Redis {
  shared.makeYourSpaceRedis ??= connect({ enableOfflineQueue: false, commandTimeout: 1_000, maxRetriesPerRequest: 1 });
  return shared.makeYourSpaceRedis;
}

/** Waits for the first connection, one second at most: a command before it would fail. */
export async function redisReady(): Promise<void> {
  const client = redis();
  if (client.status === 'ready') return;
  await once(client, 'ready', { signal: AbortSignal.timeout(1_000) }).catch(() => {});
}

/** A connection of its own, for XREADGROUP with BLOCK or for SUBSCRIBE; the caller ends it. */
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
  client.on('error', (error) => logger().warn({ err: error }, 'Redis is away'));
  return client;
}
