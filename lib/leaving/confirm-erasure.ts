import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { tokenHash } from '#lib/tokens/token-hash.ts';
import { eraseDueBuyers, isFinished } from './erase-buyers.ts';

/** What a link is about, without using it up; null if it has ended, was used, or was replaced by a newer one. */
export async function findErasure(token: string): Promise<{ title: string; artist: string } | null> {
  const hash = tokenHash(token);
  const link =
    hash &&
    (await db().erasureLink.findFirst({
      where: { tokenHash: hash, expiresAt: { gt: new Date() } },
      select: { order: { select: { post: { select: { title: true, artist: { select: { displayName: true } } } } } } },
    }));
  return link && { title: link.order.post.title, artist: link.order.post.artist.displayName };
}

/**
 * Uses a link up: the buyer is removed from the order, now or as soon as the artist does not need them any more. Of two
 * clicks the second one waits, and finds nothing.
 * @returns the order's id.
 * @throws {ExpectedError} link-ended, not-erasable (then the link can be used later)
 */
export async function confirmErasure(token: string): Promise<string> {
  const orderId = await db().$transaction(async (tx) => {
    const [used] = await tx.$queryRaw<{ orderId: string }[]>`
      DELETE FROM erasure_links WHERE token_hash = ${tokenHash(token)} AND expires_at > now()
      RETURNING order_id AS "orderId"`;
    if (!used) throw new ExpectedError('link-ended');
    const changed = await tx.$executeRaw`
      UPDATE orders SET erase_requested_at = now() WHERE id = ${used.orderId}::uuid AND ${isFinished}`;
    if (changed === 0) throw new ExpectedError('not-erasable');
    return used.orderId;
  });
  await eraseDueBuyers();
  return orderId;
}

/** @returns how many */
export async function deleteExpiredErasureLinks(): Promise<number> {
  const { count } = await db().erasureLink.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
