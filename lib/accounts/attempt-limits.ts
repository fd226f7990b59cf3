import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { ExpectedError } from '#lib/domain/errors.ts';
import { logger } from '#lib/logger.ts';
import { redis } from '#lib/redis.ts';

const MINUTE = 60;
type Limit = {
  points: number;
  /** Seconds. */
  duration: number;
  /** What happens while Redis is unavailable, after at most the second that a command may take. */
  withoutRedis: 'refuse' | 'allow';
};

/**
 * An IP address may be a whole school or office; a name or an account is one person. `network` is the /24 or /48 around
 * an address, for people who have many. Without a count passwords could be guessed freely, so sign-in and sign-up need
 * Redis; checkout and upload work without it. docs/production.md lists these limits.
 */
const LIMITS = {
  // One account from one address, so that nobody elsewhere locks its owner out.
  'sign-in-name': { points: 10, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  // One account from one wider network, where it was not signed in before: a household has many addresses.
  'sign-in-name-network': { points: 20, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  // One account from all networks in which it has not been signed in before.
  'sign-in-account': { points: 100, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  // One account from a browser that has signed in to it before: others cannot use these up.
  'sign-in-device': { points: 10, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  'sign-in-address': { points: 200, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  'sign-in-network': { points: 2_000, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  'sign-up-address': { points: 100, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'sign-up-network': { points: 300, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'change-password': { points: 10, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  // A code after the right password: from one address, and from all, since a code has only six digits.
  'second-factor': { points: 10, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  'second-factor-account': { points: 30, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'passkey-address': { points: 200, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  // Of somebody who has a session of the account, so that nobody else locks its owner out.
  'confirm-account': { points: 10, duration: 15 * MINUTE, withoutRedis: 'refuse' },
  // Each of these sends a mail.
  'send-proof': { points: 5, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'change-email': { points: 5, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'reset-name': { points: 10, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'reset-address': { points: 50, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'reset-network': { points: 200, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  // Earlier names stay with the account.
  'change-username': { points: 5, duration: 24 * 60 * MINUTE, withoutRedis: 'refuse' },
  'upload-account': { points: 400, duration: 60 * MINUTE, withoutRedis: 'allow' },
  'upload-address': { points: 2_000, duration: 60 * MINUTE, withoutRedis: 'allow' },
  'checkout-buyer': { points: 60, duration: 15 * MINUTE, withoutRedis: 'allow' },
  'checkout-address': { points: 200, duration: 15 * MINUTE, withoutRedis: 'allow' },
  // Requests to the API with a token.
  'api-account': { points: 600, duration: MINUTE, withoutRedis: 'allow' },
  // Mails to the buyer of one order, and orders asked about from one address.
  'erasure-order': { points: 3, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'erasure-address': { points: 20, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  // Each may send a mail to an address that anybody can type.
  'follow-address': { points: 20, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'follow-network': { points: 100, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  // What anybody can send to the moderators.
  'report-address': { points: 20, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'report-network': { points: 100, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  // Each of a guest's may send a mail to an address that anybody can type.
  'question-address': { points: 20, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'question-network': { points: 100, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  'question-account': { points: 20, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  // Of one side of a thread, by form and mail together.
  'thread-message': { points: 30, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  // Personal access tokens: each sends a mail.
  'create-token': { points: 20, duration: 60 * MINUTE, withoutRedis: 'refuse' },
  // Of one grant: each use stores another refresh token, and keeps the one before.
  'refresh-grant': { points: 120, duration: 60 * MINUTE, withoutRedis: 'allow' },
} as const satisfies Record<string, Limit>;

export type AttemptKind = keyof typeof LIMITS;

/** What is counted, and for whom; null is not counted. */
export type Attempt = Partial<Record<AttemptKind, string | null>>;

/** Too many attempts. */
export class LimitReached extends ExpectedError {
  readonly kind: AttemptKind;
  /** Whether no other attempt was refused before it in this window. */
  readonly isFirst: boolean;
  /** When the next attempt will be counted, seconds from now. */
  readonly retryAfter: number;

  constructor(kind: AttemptKind, { consumedPoints, msBeforeNext }: RateLimiterRes) {
    super('too-many-attempts');
    this.kind = kind;
    this.isFirst = consumedPoints === LIMITS[kind].points + 1;
    this.retryAfter = Math.max(1, Math.ceil(msBeforeNext / 1_000));
  }
}

const limiters = new Map<AttemptKind, RateLimiterRedis>();

function limiter(kind: AttemptKind): RateLimiterRedis {
  const known = limiters.get(kind);
  if (known) return known;
  const { points, duration } = LIMITS[kind];
  const created = new RateLimiterRedis({ storeClient: redis(), keyPrefix: `limit:${kind}`, points, duration });
  limiters.set(kind, created);
  return created;
}

/**
 * Counts one attempt for each given kind: by a name, an IP address's key or an account's id; null is not counted.
 * @throws {LimitReached}
 * @throws {ExpectedError} try-later if Redis is unavailable and the kind needs it.
 */
export async function countAttempt(attempt: Attempt): Promise<void> {
  // In parallel: while Redis is unavailable, each takes a second.
  await Promise.all(
    Object.entries(attempt).map(([kind, key]) => (key === null ? null : countOne(kind as AttemptKind, key))),
  );
}

async function countOne(kind: AttemptKind, key: string): Promise<void> {
  try {
    await limiter(kind).consume(key.toLowerCase());
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new LimitReached(kind, error);
    logger().warn({ err: error, kind }, 'an attempt could not be counted');
    if (LIMITS[kind].withoutRedis === 'refuse') throw new ExpectedError('try-later');
  }
}

export type Count = {
  /** How many are allowed in the window, and how long that is. */
  points: number;
  seconds: number;
  /** How many are left; negative if this one is too many. */
  rest: number;
  resetSeconds: number;
};

/** Counts one, and says how many are left; null while Redis is unavailable. */
export async function countWithRest(kind: AttemptKind, key: string): Promise<Count | null> {
  const { points, duration: seconds } = LIMITS[kind];
  const counted = await limiter(kind)
    .consume(key)
    .catch((error) => {
      if (error instanceof RateLimiterRes) return error;
      logger().warn({ err: error, kind }, 'an attempt could not be counted');
      return null;
    });
  if (!counted) return null;
  const rest = points - counted.consumedPoints;
  return { points, seconds, rest, resetSeconds: Math.max(1, Math.ceil(counted.msBeforeNext / 1_000)) };
}

/** Takes back one attempt that turned out to be the owner's. */
export async function returnAttempt(kind: AttemptKind, key: string): Promise<void> {
  await limiter(kind)
    .reward(key.toLowerCase())
    .catch((error) => logger().warn({ err: error, kind }, 'an attempt could not be returned'));
}

/** Sets the count back to zero after a successful sign-in. */
export async function resetAttempts(kind: AttemptKind, key: string): Promise<void> {
  await limiter(kind)
    .delete(key.toLowerCase())
    .catch((error) => logger().warn({ err: error, kind }, 'attempts could not be reset'));
}
