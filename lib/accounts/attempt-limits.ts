import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { ExpectedError } from '#lib/domain/errors.ts';
import { logger } from '#lib/logger.ts';
import { redis } from '#lib/redis.ts';

const MINUTE = 60;
/** An address may be a whole school or office; a name or an account is one person. */
const LIMITS = {
  'sign-in-name': { points: 10, duration: 15 * MINUTE },
  'sign-in-address': { points: 200, duration: 15 * MINUTE },
  'sign-up-address': { points: 100, duration: 60 * MINUTE },
  'change-password': { points: 10, duration: 15 * MINUTE },
  upload: { points: 400, duration: 60 * MINUTE },
  checkout: { points: 200, duration: 15 * MINUTE },
} as const;

export type AttemptKind = keyof typeof LIMITS;

const limiters = new Map<AttemptKind, RateLimiterRedis>();

function limiter(kind: AttemptKind): RateLimiterRedis {
  const known = limiters.get(kind);
  if (known) return known;
  const made = new RateLimiterRedis({ storeClient: redis(), keyPrefix: `limit:${kind}`, ...LIMITS[kind] });
  limiters.set(kind, made);
  return made;
}

/**
 * Counts one attempt of `who` (a name, an address, an account's id).
 * @throws {ExpectedError} too-many-attempts; try-later when Redis is away and `whenAway` is 'refuse'.
 */
export async function countAttempt(
  kind: AttemptKind,
  who: string,
  whenAway: 'refuse' | 'allow' = 'refuse',
): Promise<void> {
  try {
    await limiter(kind).consume(who.toLowerCase());
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new ExpectedError('too-many-attempts');
    logger().warn({ err: error, kind }, 'attempts cannot be counted');
    if (whenAway === 'refuse') throw new ExpectedError('try-later');
  }
}

/** A person who signed in starts again at zero. */
export async function forgetAttempts(kind: AttemptKind, who: string): Promise<void> {
  await limiter(kind)
    .delete(who.toLowerCase())
    .catch((error) => logger().warn({ err: error, kind }, 'attempts cannot be forgotten'));
}
