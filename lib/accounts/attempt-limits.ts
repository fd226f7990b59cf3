import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { ExpectedError } from '#lib/domain/errors.ts';
import { logger } from '#lib/logger.ts';
import { redis } from '#lib/redis.ts';

const MINUTE = 60;
type Limit = {
  points: number;
  /** Seconds. */
  duration: number;
  /** What happens while Redis is away, within the second that a command of it may take. */
  whenAway: 'refuse' | 'allow';
};

/**
 * An address may be a whole school or office; a name or an account is one person. Without its count,
 * guessing passwords would be free, so signing in and up waits for Redis; buying and uploading go on.
 */
const LIMITS = {
  'sign-in-name': { points: 10, duration: 15 * MINUTE, whenAway: 'refuse' },
  'sign-in-address': { points: 200, duration: 15 * MINUTE, whenAway: 'refuse' },
  'sign-up-address': { points: 100, duration: 60 * MINUTE, whenAway: 'refuse' },
  'change-password': { points: 10, duration: 15 * MINUTE, whenAway: 'refuse' },
  'upload-account': { points: 400, duration: 60 * MINUTE, whenAway: 'allow' },
  'upload-address': { points: 2_000, duration: 60 * MINUTE, whenAway: 'allow' },
  'checkout-buyer': { points: 60, duration: 15 * MINUTE, whenAway: 'allow' },
  'checkout-address': { points: 200, duration: 15 * MINUTE, whenAway: 'allow' },
} as const satisfies Record<string, Limit>;

export type AttemptKind = keyof typeof LIMITS;

const limiters = new Map<AttemptKind, RateLimiterRedis>();

function limiter(kind: AttemptKind): RateLimiterRedis {
  const known = limiters.get(kind);
  if (known) return known;
  const { points, duration } = LIMITS[kind];
  const made = new RateLimiterRedis({ storeClient: redis(), keyPrefix: `limit:${kind}`, points, duration });
  limiters.set(kind, made);
  return made;
}

/**
 * Counts one attempt by everything that it is counted by, each a name, an address's key or an account's
 * id; null is not counted.
 * @throws {ExpectedError} too-many-attempts; try-later when Redis is away and that kind is then refused.
 */
export async function countAttempt(attempt: Partial<Record<AttemptKind, string | null>>): Promise<void> {
  // All at once: while Redis does not answer, each of them takes a second.
  await Promise.all(
    Object.entries(attempt).map(([kind, who]) => (who === null ? null : countOne(kind as AttemptKind, who))),
  );
}

async function countOne(kind: AttemptKind, who: string): Promise<void> {
  try {
    await limiter(kind).consume(who.toLowerCase());
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new ExpectedError('too-many-attempts');
    logger().warn({ err: error, kind }, 'attempts cannot be counted');
    if (LIMITS[kind].whenAway === 'refuse') throw new ExpectedError('try-later');
  }
}

/** A person who signed in starts again at zero. */
export async function forgetAttempts(kind: AttemptKind, who: string): Promise<void> {
  await limiter(kind)
    .delete(who.toLowerCase())
    .catch((error) => logger().warn({ err: error, kind }, 'attempts cannot be forgotten'));
}
