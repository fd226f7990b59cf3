import { db } from '#lib/db.ts';
import type { Buyer } from './place-hold.ts';

export type OpenHold = { orderId: string; title: string };

/** A buyer's current holds, by account or by this browser's token, oldest first. */
export async function listOpenHolds({ viewer, token }: Pick<Buyer, 'viewer' | 'token'>): Promise<OpenHold[]> {
  const orders = await db().order.findMany({
    where: { status: 'HELD', OR: [{ buyerToken: token }, ...(viewer ? [{ buyerId: viewer.id }] : [])] },
    select: { id: true, post: { select: { title: true } } },
    orderBy: { createdAt: 'asc' },
  });
  return orders.map(({ id, post }) => ({ orderId: id, title: post.title }));
}
