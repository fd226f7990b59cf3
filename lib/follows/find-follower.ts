import { type Db, Prisma } from '#lib/db.ts';
import { newToken } from '#lib/tokens/token-hash.ts';

/** An account with a proven address, or an address. */
export type FollowerOf = { userId: string; email: string } | { userId: null; email: string };

/**
 * The follower that an account or an address is, created if need be. Somebody who followed by mail before they had an account
 * stays one follower: otherwise they would get two mails a day. Runs in the caller's transaction, in which others with the
 * same address wait.
 * @returns its id
 */
export async function findOrCreateFollower(tx: Db, { userId, email }: FollowerOf): Promise<string> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('follower ' || lower(${email}), 0))`;
  const known = await tx.follower.findFirst({ where: { email }, select: { id: true } });
  if (userId === null) return known?.id ?? create(tx, { email });
  const own = await tx.follower.findFirst({ where: { userId }, select: { id: true } });
  if (!own && !known) return create(tx, { userId });
  if (!own && known) {
    await tx.follower.updateMany({ where: { id: known.id }, data: { userId, email: null } });
    return known.id;
  }
  if (!own) throw new Error('a follower vanished although it was locked');
  if (known) await merge(tx, known.id, own.id);
  return own.id;
}

async function create(tx: Db, data: { email: string } | { userId: string }): Promise<string> {
  return (await tx.follower.create({ data: { ...data, token: newToken() }, select: { id: true } })).id;
}

async function merge(tx: Db, from: string, to: string): Promise<void> {
  const [source, target] = [Prisma.sql`${from}::uuid`, Prisma.sql`${to}::uuid`];
  await tx.$executeRaw`
    INSERT INTO follows (follower_id, artist_id, confirmed_at, created_at)
    SELECT ${target}, artist_id, confirmed_at, created_at FROM follows
    WHERE follower_id = ${source} AND confirmed_at IS NOT NULL
    ON CONFLICT (follower_id, artist_id) DO UPDATE SET confirmed_at = coalesce(follows.confirmed_at, excluded.confirmed_at)`;
  await tx.$executeRaw`
    INSERT INTO follow_news (follower_id, post_id, due_at)
    SELECT ${target}, post_id, due_at FROM follow_news WHERE follower_id = ${source} ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    UPDATE followers SET
      digest_at = greatest(followers.digest_at, source.digest_at),
      former_tokens = followers.former_tokens || source.former_tokens || source.token
    FROM followers AS source WHERE source.id = ${source} AND followers.id = ${target}`;
  await tx.follower.deleteMany({ where: { id: from } });
}
