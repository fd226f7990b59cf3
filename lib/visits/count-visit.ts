import { createHash } from 'node:crypto';
import { isSlug } from '#lib/domain/posts/slug.ts';
import { dayOf } from '#lib/domain/visits/visitor-days.ts';
import { redis } from '#lib/redis.ts';
import { DUE_VISITS, toMember, visitorsKey, visitsExpireAt } from './visit-keys.ts';

export type Visitor = {
  /** Keyed hash of the network address. */
  address: string;
  /** Whether the request came from this machine or from an unknown address. */
  isLocal: boolean;
  /** The User-Agent header. */
  agent: string;
};

/** Visitors per address, post and day, whatever user agents they send. */
const MAX_VISITORS_PER_ADDRESS = 64;

/** Slugs without a post are dropped at the next flush; this limits them until then, or while no worker runs. */
const MAX_DUE = 100_000;
/**
 * The number of posts to which one address can bring their first visitor of the day, in ten minutes. Addresses are
 * hashed into a fixed number of buckets, so that memory is bounded and no address can be recovered.
 */
const FIRST_VISITS = { max: 1_000, seconds: 600, buckets: 4_096 } as const;

/** Atomic. The visitor is added (KEYS[1]) before the post becomes due (KEYS[2]), so that what is due has a count. */
const COUNT_SCRIPT = `
  local isFirst = redis.call('EXISTS', KEYS[1]) == 0
  if isFirst then
    if redis.call('SCARD', KEYS[2]) >= tonumber(ARGV[4]) then return 0 end
    if ARGV[5] ~= '' then
      local opened = redis.call('HINCRBY', KEYS[3], ARGV[5], 1)
      redis.call('EXPIRE', KEYS[3], ARGV[7])
      if opened > tonumber(ARGV[6]) then return 0 end
    end
  end
  if redis.call('PFADD', KEYS[1], ARGV[1]) == 0 then return 0 end
  if isFirst then redis.call('EXPIREAT', KEYS[1], ARGV[3]) end
  redis.call('SADD', KEYS[2], ARGV[2])
  return 1`;

/**
 * Counts a visitor of a post once a day, in Redis alone: the worker copies the counts to PostgreSQL and drops those of
 * unknown slugs. Redis has one HyperLogLog per post and day. No address is stored, and the day is part of the hash, so
 * that visitors cannot be matched across days.
 * @returns whether the visitor was new, give or take HyperLogLog's error of about one percent.
 * @throws if Redis is unavailable.
 */
export async function countVisit(slug: string, visitor: Visitor, now = new Date()): Promise<boolean> {
  if (!isSlug(slug)) return false;
  const day = dayOf(now);
  const opened = `visits:opened:${Math.floor(now.getTime() / 1000 / FIRST_VISITS.seconds)}`;
  const added = await redis().eval(
    COUNT_SCRIPT,
    3,
    ...[visitorsKey({ day, slug }), DUE_VISITS, opened],
    ...[hashVisitor(visitor, day), toMember({ day, slug }), visitsExpireAt(day), MAX_DUE],
    ...[visitor.isLocal ? '' : bucketOf(visitor.address, FIRST_VISITS.buckets)],
    ...[FIRST_VISITS.max, 2 * FIRST_VISITS.seconds],
  );
  return added === 1;
}

function hashVisitor({ address, agent }: Visitor, day: string): Buffer {
  const text = `${day}\n${address}\n${bucketOf(agent, MAX_VISITORS_PER_ADDRESS)}`;
  return createHash('sha256').update(text).digest();
}

const bucketOf = (text: string, buckets: number) => createHash('sha256').update(text).digest().readUInt32BE() % buckets;
