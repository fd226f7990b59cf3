import { envOrExit } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { redis, setRedisCommandTimeout, waitForRedis } from '#lib/redis.ts';
import { eventsCommand } from './events-command.ts';
import { runCommand } from './run-command.ts';

const REDIS_TIMEOUT_MS = 5_000;

envOrExit();
// Errors are part of the output; log lines would only clutter it.
logger().level = 'silent';
// Somebody waits for the report, so a slow connection is worth waiting for.
setRedisCommandTimeout(REDIS_TIMEOUT_MS);
await waitForRedis(REDIS_TIMEOUT_MS);
await runCommand((args) => eventsCommand(args).finally(() => redis().disconnect()));
