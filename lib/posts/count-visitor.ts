import { createHash } from 'node:crypto';
import { db } from '#lib/db.ts';
import { redis } from '#lib/redis.ts';

const TWO_DAYS = 2 * 24 * 60 * 60;

/**
 * Counts a visitor of a post once a day. Redis keeps a HyperLogLog a post and day; no address is
 * stored, and the day in the hash keeps one day from being joined to the next.
 */
export async function countVisitor(slug: string, visitor: { address: string; agent: string }): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const mark = createHash('sha256').update(`${day}\n${visitor.address}\n${visitor.agent}`).digest('base64url');
  const key = `visitors:${slug}:${day}`;
  if ((await redis().pfadd(key, mark)) === 0) return;
  await redis().expire(key, TWO_DAYS);
  // Plain SQL: a visit is no change of the artist's, so updated_at stays.
  await db()
    .$executeRaw`UPDATE posts SET visitors = visitors + 1 WHERE slug = ${slug} AND status <> 'DRAFT' AND hidden_at IS NULL`;
}
