import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { type Money, moneyOf, sameMoney } from '#lib/domain/money/money.ts';
import type { PostStatus } from '#lib/domain/sale/sale.ts';
import { env, isLiveKey } from '#lib/env.ts';
import { quotePrice } from '#lib/posts/quote-post.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { openSession } from './open-session.ts';
import { type Buyer, placeHold } from './place-hold.ts';

/**
 * Places a hold on a work and opens Stripe's payment page. One conditional UPDATE decides who gets it. A buyer who
 * already holds the work gets the same page again, so a double click or a second tab is harmless. A work of a suspended
 * artist, like every hidden one, is found by a buyer who already holds it alone: they may finish.
 * @param shown the amount and currency that the buyer saw, and is charged: exactly that.
 * @param announce is called if the work is held, but the payment page could not be opened.
 * @returns `checkoutUrl`: null if the buyer already holds the work at another amount, which the order shows.
 * @throws {ExpectedError} not-found, own-work, not-for-sale, being-bought, sold, price-changed, too-many-holds,
 * too-many-holds-here, account-closing, too-many-attempts, payment-refused, try-later
 */
export async function startCheckout(
  buyer: Buyer,
  slug: string,
  shown: Money,
  announce: (change: SaleChange) => Promise<void> = async () => {},
): Promise<{ checkoutUrl: string | null; change: SaleChange }> {
  await countAttempt({
    'checkout-buyer': buyer.viewer?.id ?? buyer.token,
    'checkout-address': buyer.address,
  });
  const offer = await findOffer(buyer, slug);
  if (!offer) throw new ExpectedError('not-found');
  const { postId, artistId, status, isHeld, isUnsendable } = offer;
  if (artistId === buyer.viewer?.id) throw new ExpectedError('own-work');
  if (status === 'DRAFT') throw new ExpectedError('not-for-sale');
  if (status === 'SOLD') throw new ExpectedError('sold');
  if (offer.ownOrderId) return resume(offer, shown);
  const price = moneyOf({ amount: offer.priceAmount, currency: offer.priceCurrency });
  const quoted = await quotePrice(price, shown.currency);
  if (!sameMoney(shown, quoted.shown)) throw new ExpectedError('price-changed');
  if (isUnsendable && !isHeld) throw new ExpectedError('not-for-sale');
  // For a held work the UPDATE is skipped: most concurrent buyers of one work end here, after a single query.
  const orderId = isHeld ? null : await placeHold(buyer, postId, quoted);
  if (orderId) {
    const change = { orderId, postId };
    try {
      return { checkoutUrl: await openSession(orderId), change };
    } catch (error) {
      await announce(change);
      throw error;
    }
  }
  const current = await findOffer(buyer, slug);
  if (current?.ownOrderId) return resume(current, shown);
  // Neither held nor sold: many buyers of one network are counted at this moment, or the price has just changed.
  const isTaken = current === undefined || current.isHeld || current.status !== 'LISTED';
  throw new ExpectedError(isTaken ? 'being-bought' : 'try-later');
}

/** An existing hold keeps its amount. */
async function resume({ postId, ownOrderId, ownAmount, ownCurrency }: Offer, shown: Money) {
  const orderId = ownOrderId ?? '';
  const heldAmount =
    ownAmount !== null && ownCurrency !== null && moneyOf({ amount: ownAmount, currency: ownCurrency });
  const isSame = heldAmount && sameMoney(shown, heldAmount);
  return { checkoutUrl: isSame ? await openSession(orderId) : null, change: { orderId, postId } };
}

type Offer = {
  postId: string;
  artistId: string;
  status: PostStatus;
  isHeld: boolean;
  /** Whether the artist is the demo gallery's beside a live key: nobody would send the work. */
  isUnsendable: boolean;
  /** Minor units of priceCurrency. */
  priceAmount: bigint;
  priceCurrency: string;
  /** This buyer's own order that holds the work, and its amount. */
  ownOrderId: string | null;
  ownAmount: bigint | null;
  ownCurrency: string | null;
};

/** Everything that `startCheckout` decides on, in one query. */
async function findOffer({ viewer, token }: Buyer, slug: string): Promise<Offer | undefined> {
  const [offer] = await db().$queryRaw<Offer[]>`
    SELECT posts.id AS "postId", artist_id AS "artistId", posts.status, posts.held_until IS NOT NULL AS "isHeld",
      is_demo AND ${isLiveKey(env().STRIPE_SECRET_KEY)} AS "isUnsendable",
      posts.price_amount AS "priceAmount", posts.price_currency AS "priceCurrency",
      own.id AS "ownOrderId", own.amount AS "ownAmount", own.currency AS "ownCurrency"
    FROM posts JOIN users ON users.id = artist_id
      LEFT JOIN orders own ON own.post_id = posts.id AND own.status = 'HELD'
        AND (own.buyer_token = ${token} OR own.buyer_id = ${viewer?.id ?? null}::uuid)
    WHERE slug = ${slug} AND (hidden_at IS NULL OR own.id IS NOT NULL) AND listed_at IS NOT NULL`;
  return offer;
}
