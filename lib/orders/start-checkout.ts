import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { type Money, sameMoney } from '#lib/domain/money.ts';
import { HOLD_MINUTES } from '#lib/domain/sale.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { SaleChange } from './move-order.ts';
import { openSession } from './open-session.ts';

export type Buyer = {
  viewer: Viewer | null;
  /** Random value that stays in this browser: it recognises the buyer's own hold, with or without an account. */
  token: string;
  /** Where the request came from, for the limit on starts. */
  address: string;
};

/**
 * Takes the hold on a work and opens Stripe's payment page. One conditional UPDATE decides who gets
 * it; whoever holds it already is led back to the same page, so a double click or a second tab is harmless.
 * @param shown the price that the buyer saw.
 * @throws {ExpectedError} not-found, own-work, not-for-sale, being-bought, sold, price-changed, payment-refused, try-later
 */
export async function startCheckout(
  buyer: Buyer,
  slug: string,
  shown: Money,
): Promise<{ checkoutUrl: string; change: SaleChange }> {
  await countAttempt('checkout', buyer.address, 'allow');
  const post = await db().post.findFirst({
    where: { slug, hiddenAt: null },
    select: { id: true, artistId: true, status: true, heldUntil: true, priceAmount: true, priceCurrency: true },
  });
  if (!post) throw new ExpectedError('not-found');
  if (post.artistId === buyer.viewer?.id) throw new ExpectedError('own-work');
  if (post.status === 'DRAFT') throw new ExpectedError('not-for-sale');
  if (post.status === 'SOLD') throw new ExpectedError('sold');
  if (!sameMoney(shown, { amount: Number(post.priceAmount), currency: post.priceCurrency })) {
    throw new ExpectedError('price-changed');
  }
  const orderId = (await takeHold(buyer, post.id, shown)) ?? (await findOwnHold(buyer, post.id));
  if (!orderId) throw new ExpectedError('being-bought');
  const checkoutUrl = await openSession(orderId);
  return { checkoutUrl, change: { orderId, postId: post.id } };
}

/** @returns the new order's id, or null when somebody else was first. */
function takeHold(buyer: Buyer, postId: string, shown: Money): Promise<string | null> {
  // Whole seconds, as Stripe counts: the order, the session and the page say the same moment.
  const heldUntil = new Date((Math.floor(Date.now() / 1000) + HOLD_MINUTES * 60) * 1000);
  return db().$transaction(async (tx) => {
    const { count } = await tx.post.updateMany({
      where: {
        id: postId,
        status: 'LISTED',
        heldUntil: null,
        hiddenAt: null,
        priceAmount: shown.amount,
        priceCurrency: shown.currency,
      },
      data: { heldUntil },
    });
    if (count === 0) return null;
    const order = await tx.order.create({
      data: {
        postId,
        heldUntil,
        buyerId: buyer.viewer?.id ?? null,
        buyerToken: buyer.token,
        buyerEmail: buyer.viewer?.email ?? null,
        amount: shown.amount,
        currency: shown.currency,
        priceAmount: shown.amount,
        priceCurrency: shown.currency,
      },
      select: { id: true },
    });
    return order.id;
  });
}

async function findOwnHold(buyer: Buyer, postId: string): Promise<string | null> {
  const own = buyer.viewer
    ? [{ buyerId: buyer.viewer.id }, { buyerToken: buyer.token }]
    : [{ buyerToken: buyer.token }];
  const order = await db().order.findFirst({ where: { postId, status: 'HELD', OR: own }, select: { id: true } });
  return order?.id ?? null;
}
