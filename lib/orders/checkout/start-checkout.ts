import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { type Money, sameMoney } from '#lib/domain/money/money.ts';
import type { PostStatus } from '#lib/domain/sale/sale.ts';
import { quotePrice } from '#lib/posts/quote-post.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { openSession } from './open-session.ts';
import { type Buyer, placeHold } from './place-hold.ts';

/**
 * Takes the hold on a work and opens Stripe's payment page. One conditional UPDATE decides who gets
 * it; whoever holds it already is led back to the same page, so a double click or a second tab is harmless.
 * A work of a suspended artist is not for sale, but whoever holds it may finish.
 * @param shown the amount that the buyer saw, in the currency in which he is to be charged: that and nothing else.
 * @returns checkoutUrl null for a buyer who holds the work at another amount already: his order says which.
 * @throws {ExpectedError} not-found, own-work, not-for-sale, being-bought, sold, price-changed, too-many-holds,
 * too-many-holds-here, too-many-attempts, payment-refused, try-later
 */
export async function startCheckout(
  buyer: Buyer,
  slug: string,
  shown: Money,
): Promise<{ checkoutUrl: string | null; change: SaleChange }> {
  await countAttempt({
    'checkout-buyer': buyer.viewer?.id ?? buyer.token,
    'checkout-address': buyer.address,
  });
  const offer = await findOffer(buyer, slug);
  if (!offer) throw new ExpectedError('not-found');
  const { postId, artistId, status, isHeld, isSuspended } = offer;
  if (artistId === buyer.viewer?.id) throw new ExpectedError('own-work');
  if (status === 'DRAFT') throw new ExpectedError('not-for-sale');
  if (status === 'SOLD') throw new ExpectedError('sold');
  if (offer.ownOrderId) return resume(offer, shown);
  const price = { amount: Number(offer.priceAmount), currency: offer.priceCurrency };
  const quoted = await quotePrice(price, shown.currency);
  if (!sameMoney(shown, quoted.shown)) throw new ExpectedError('price-changed');
  if (isSuspended && !isHeld) throw new ExpectedError('not-for-sale');
  // A held work is not fought for: most of those who want a work at the same moment ask this one question.
  const orderId = isHeld ? null : await placeHold(buyer, postId, quoted);
  if (orderId) return { checkoutUrl: await openSession(orderId), change: { orderId, postId } };
  const now = await findOffer(buyer, slug);
  if (!now?.ownOrderId) throw new ExpectedError('being-bought');
  return resume(now, shown);
}

/** The buyer's own hold keeps the amount at which he took it. */
async function resume({ postId, ownOrderId, ownAmount, ownCurrency }: Offer, shown: Money) {
  const orderId = ownOrderId ?? '';
  const isSame = ownCurrency !== null && sameMoney(shown, { amount: Number(ownAmount), currency: ownCurrency });
  return { checkoutUrl: isSame ? await openSession(orderId) : null, change: { orderId, postId } };
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
  /** The order by which this buyer holds it himself, and what it charges. */
  ownOrderId: string | null;
  ownAmount: bigint | null;
  ownCurrency: string | null;
};

/** All that decides about a start, in one query. */
async function findOffer({ viewer, token }: Buyer, slug: string): Promise<Offer | undefined> {
  const [offer] = await db().$queryRaw<Offer[]>`
    SELECT posts.id AS "postId", artist_id AS "artistId", posts.status, posts.held_until IS NOT NULL AS "isHeld",
      suspended_at IS NOT NULL AS "isSuspended", posts.price_amount AS "priceAmount", posts.price_currency AS "priceCurrency",
      own.id AS "ownOrderId", own.amount AS "ownAmount", own.currency AS "ownCurrency"
    FROM posts JOIN users ON users.id = artist_id
      LEFT JOIN orders own ON own.post_id = posts.id AND own.status = 'HELD'
        AND (own.buyer_token = ${token} OR own.buyer_id = ${viewer?.id ?? null}::uuid)
    WHERE slug = ${slug} AND hidden_at IS NULL`;
  return offer;
}
