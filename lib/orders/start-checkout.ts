import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { type Money, sameMoney } from '#lib/domain/money.ts';
import type { SaleChange } from './move-order.ts';
import { openSession } from './open-session.ts';
import { type Buyer, takeHold } from './take-hold.ts';

/**
 * Takes the hold on a work and opens Stripe's payment page. One conditional UPDATE decides who gets
 * it; whoever holds it already is led back to the same page, so a double click or a second tab is harmless.
 * A work of a suspended artist is not for sale, but whoever holds it may finish.
 * @param shown the price that the buyer saw.
 * @throws {ExpectedError} not-found, own-work, not-for-sale, being-bought, sold, price-changed, too-many-holds,
 * too-many-holds-here, too-many-attempts, payment-refused, try-later
 */
export async function startCheckout(
  buyer: Buyer,
  slug: string,
  shown: Money,
): Promise<{ checkoutUrl: string; change: SaleChange }> {
  await countAttempt({
    'checkout-buyer': buyer.viewer?.id ?? buyer.token,
    'checkout-address': buyer.address,
  });
  const post = await db().post.findFirst({
    where: { slug, hiddenAt: null },
    select: {
      ...{ id: true, artistId: true, status: true, heldUntil: true, priceAmount: true, priceCurrency: true },
      artist: { select: { suspendedAt: true } },
    },
  });
  if (!post) throw new ExpectedError('not-found');
  if (post.artistId === buyer.viewer?.id) throw new ExpectedError('own-work');
  if (post.status === 'DRAFT') throw new ExpectedError('not-for-sale');
  if (post.status === 'SOLD') throw new ExpectedError('sold');
  if (!sameMoney(shown, { amount: Number(post.priceAmount), currency: post.priceCurrency })) {
    throw new ExpectedError('price-changed');
  }
  if (post.artist.suspendedAt && !post.heldUntil) throw new ExpectedError('not-for-sale');
  // A held work is not fought for: its buyers wait neither for each other nor for a transaction.
  const taken = post.heldUntil ? null : await takeHold(buyer, post.id, shown);
  const orderId = taken ?? (await findOwnHold(buyer, post.id));
  if (!orderId) throw new ExpectedError('being-bought');
  const checkoutUrl = await openSession(orderId);
  return { checkoutUrl, change: { orderId, postId: post.id } };
}

async function findOwnHold(buyer: Buyer, postId: string): Promise<string | null> {
  const own = buyer.viewer
    ? [{ buyerId: buyer.viewer.id }, { buyerToken: buyer.token }]
    : [{ buyerToken: buyer.token }];
  const order = await db().order.findFirst({ where: { postId, status: 'HELD', OR: own }, select: { id: true } });
  return order?.id ?? null;
}
