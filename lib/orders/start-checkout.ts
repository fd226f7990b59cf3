import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { type Money, sameMoney } from '#lib/domain/money.ts';
import type { PostStatus } from '#lib/domain/sale.ts';
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
  const offer = await findOffer(buyer, slug);
  if (!offer) throw new ExpectedError('not-found');
  const { postId, artistId, status, isHeld, isSuspended, priceAmount, priceCurrency } = offer;
  if (artistId === buyer.viewer?.id) throw new ExpectedError('own-work');
  if (status === 'DRAFT') throw new ExpectedError('not-for-sale');
  if (status === 'SOLD') throw new ExpectedError('sold');
  if (!sameMoney(shown, { amount: Number(priceAmount), currency: priceCurrency })) {
    throw new ExpectedError('price-changed');
  }
  if (isSuspended && !isHeld) throw new ExpectedError('not-for-sale');
  // A held work is not fought for: most of those who want a work at the same moment ask this one question.
  let orderId = offer.ownOrderId;
  if (!isHeld) orderId = (await takeHold(buyer, postId, shown)) ?? (await findOffer(buyer, slug))?.ownOrderId ?? null;
  if (!orderId) throw new ExpectedError('being-bought');
  const checkoutUrl = await openSession(orderId);
  return { checkoutUrl, change: { orderId, postId } };
}

type Offer = {
  postId: string;
  artistId: string;
  status: PostStatus;
  isHeld: boolean;
  /** Is the artist suspended? */
  isSuspended: boolean;
  /** Minor units of priceCurrency. */
  priceAmount: bigint;
  priceCurrency: string;
  /** The order by which this buyer holds it himself. */
  ownOrderId: string | null;
};

/** All that decides about a start, in one query. */
async function findOffer({ viewer, token }: Buyer, slug: string): Promise<Offer | undefined> {
  const [offer] = await db().$queryRaw<Offer[]>`
    SELECT posts.id AS "postId", artist_id AS "artistId", status, held_until IS NOT NULL AS "isHeld",
      suspended_at IS NOT NULL AS "isSuspended", price_amount AS "priceAmount", price_currency AS "priceCurrency",
      (SELECT id FROM orders WHERE post_id = posts.id AND orders.status = 'HELD'
        AND (buyer_token = ${token} OR buyer_id = ${viewer?.id ?? null}::uuid)) AS "ownOrderId"
    FROM posts JOIN users ON users.id = artist_id
    WHERE slug = ${slug} AND hidden_at IS NULL`;
  return offer;
}
