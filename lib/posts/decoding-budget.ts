import { RateLimiterRedis } from 'rate-limiter-flexible';
import { ExpectedError } from '#lib/domain/errors.ts';
import { DECODING_SECONDS_PER_HOUR } from '#lib/domain/quotas.ts';
import { logger } from '#lib/logger.ts';
import type { DecodingBudget } from '#lib/media/store-picture.ts';
import { redis } from '#lib/redis.ts';

let limiter: RateLimiterRedis | undefined;

/** Milliseconds of all web processes together. */
function milliseconds(): RateLimiterRedis {
  limiter ??= new RateLimiterRedis({
    storeClient: redis(),
    keyPrefix: 'limit:decoding',
    points: DECODING_SECONDS_PER_HOUR * 1_000,
    duration: 60 * 60,
  });
  return limiter;
}

/**
 * The time for which an account's pictures may occupy the decoder within an hour. It is counted afterwards, because no
 * file tells how long it will take. While Redis is unavailable nothing is counted.
 */
export function decodingBudget(owner: string): DecodingBudget {
  return {
    /** @throws {ExpectedError} pictures-too-slow */
    async check() {
      const used = await milliseconds()
        .get(owner)
        .catch((error) => void logger().warn({ err: error }, 'the decoding time could not be read'));
      if (used && used.remainingPoints <= 0) throw new ExpectedError('pictures-too-slow', 'pictures');
    },
    async spend(time) {
      await milliseconds()
        .penalty(owner, Math.ceil(time))
        .catch((error) => logger().warn({ err: error }, 'the decoding time could not be counted'));
    },
  };
}
