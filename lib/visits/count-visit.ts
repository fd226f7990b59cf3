import { createHash } from 'node:crypto';
import { isSlug } from '#lib/domain/posts/slug.ts';
import { dayOf } from '#lib/domain/visits/visitor-days.ts';
import { redis } from '#lib/redis.ts';
import { DUE_VISITS, forgottenAt, memberOf, visitorsKey } from './visit-keys.ts';

export type Visitor = {
  /** Keyed hash of where the request came from. */
  address: string;
  /** It came from this machine, or nobody knows from where. */
  isLocal: boolean;
  /** What the browser calls itself. */
  agent: string;
};

/** An address has up to so many visitors of one work a day, whatever its browsers call themselves. */
const VISITORS_OF_ADDRESS = 64;

/** Made-up works are dropped at the next flush; until then, or while no worker runs, they are bounded by these. */
const MOST_DUE = 100_000;
/**
 * So many works may have their first visitor of the day from one address in ten minutes. Addresses are counted in
 * a fixed number of places, so that any number of them takes the same memory and none can be read from it.
 */
const OPENED = { most: 1_000, seconds: 600, places: 4_096 } as const;

/** In one step of Redis. The visitor is marked first, so that what is due can always be counted. */
const COUNT = `
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
 * Counts a visitor of a work once a day, in Redis alone: the worker tells PostgreSQL, and finds out whether there is
 * such a work. Redis keeps a HyperLogLog a work and day; no address is stored, and the day in the hash keeps one
 * day from being joined to the next.
 * @returns whether he was new, or seemed so: HyperLogLog errs by about one percent.
 * @throws when Redis is away.
 */
export async function countVisit(slug: string, visitor: Visitor, now = new Date()): Promise<boolean> {
  if (!isSlug(slug)) return false;
  const day = dayOf(now);
  const opened = `visits:opened:${Math.floor(now.getTime() / 1000 / OPENED.seconds)}`;
  const answer = await redis().eval(
    COUNT,
    3,
    ...[visitorsKey({ day, slug }), DUE_VISITS, opened],
    ...[markOf(visitor, day), memberOf({ day, slug }), forgottenAt(day), MOST_DUE],
    ...[visitor.isLocal ? '' : place(visitor.address, OPENED.places), OPENED.most, 2 * OPENED.seconds],
  );
  return answer === 1;
}

function markOf({ address, agent }: Visitor, day: string): Buffer {
  const mark = `${day}\n${address}\n${place(agent, VISITORS_OF_ADDRESS)}`;
  return createHash('sha256').update(mark).digest();
}

/** One of so many places, always the same for the same text. */
const place = (text: string, places: number) => createHash('sha256').update(text).digest().readUInt32BE() % places;
