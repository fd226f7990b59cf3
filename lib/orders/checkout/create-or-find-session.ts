import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { newHeldUntil } from '#lib/domain/sale/sale.ts';
import { env } from '#lib/env.ts';
import { createCheckoutSession } from '#lib/payments/create-checkout-session.ts';
import { type CheckoutSession, findSessionByOrder } from '#lib/payments/find-session-by-order.ts';
import { isKeyOfAnotherRequest, isStripeRefusal } from '#lib/payments/stripe.ts';
import { currentShop } from '#lib/settings/refresh-shop.ts';

/** Stripe's shortest session is 30 minutes; the rest is for the request and its retries. */
const MIN_REMAINING_MS = (30 * 60 + 30) * 1000;
/** Each round follows a change of the order by another call, or one of our own. */
const MAX_ROUNDS = 4;

/**
 * The one checkout session of a held order, whenever it is asked for and whatever became of earlier requests. It is
 * searched for before the hold is given its full time again, and the idempotency key stays the same, so that a request
 * that is still on its way cannot create a second session. Only a key that Stripe has used for a request that created
 * nothing is replaced.
 * @throws {ExpectedError} try-later (the hold has ended, or changes all the time)
 * @throws Stripe's errors
 */
export async function createOrFindSession(orderId: string): Promise<CheckoutSession> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const order = await readHeldOrder(orderId);
    if (order.heldUntil.getTime() - Date.now() < MIN_REMAINING_MS) {
      const existing = await findSession(order);
      if (existing) return existing;
      await changeEnd(order, newHeldUntil());
      continue;
    }
    try {
      return await createCheckoutSession({ ...toRequest(order), ...(await shopOf(order)) });
    } catch (error) {
      const isUsedKey = isKeyOfAnotherRequest(error);
      if (!isUsedKey && !isStripeRefusal(error)) throw error;
      const existing = await findSession(order);
      if (existing) return existing;
      if (!isUsedKey) throw error;
      await advanceKey(order);
    }
  }
  throw new ExpectedError('try-later');
}

type HeldOrder = Awaited<ReturnType<typeof readHeldOrder>>;

async function readHeldOrder(orderId: string) {
  const order = await db().order.findFirstOrThrow({
    where: { id: orderId },
    select: {
      id: true,
      status: true,
      amount: true,
      currency: true,
      createdAt: true,
      heldUntil: true,
      sessionAttempt: true,
      termsVersion: true,
      buyerEmail: true,
      post: {
        select: {
          id: true,
          title: true,
          artist: { select: { displayName: true } },
          images: { select: { key: true, widths: true }, orderBy: { position: 'asc' }, take: 1 },
        },
      },
    },
  });
  if (order.status !== 'HELD') throw new ExpectedError('try-later');
  return order;
}

function toRequest(order: HeldOrder) {
  const { post } = order;
  const picture = post.images[0];
  const width = picture?.widths.findLast((candidate) => candidate <= 960) ?? picture?.widths[0];
  return {
    orderId: order.id,
    postId: post.id,
    title: post.title,
    artist: post.artist.displayName,
    pictureUrl: picture && width ? `${env().NEXTAUTH_URL}${pictureUrl(picture.key, width)}` : null,
    charged: moneyOf(order),
    expiresAt: order.heldUntil,
    buyerEmail: order.buyerEmail,
    attempt: order.sessionAttempt,
  };
}

/** An order of a time without terms is not asked about those that came later. */
async function shopOf({ termsVersion }: HeldOrder) {
  const { name, settings } = await currentShop();
  const terms = termsVersion === null ? null : { version: termsVersion, isAsked: settings.terms.atPayment };
  return { shop: name, terms };
}

/** The session that an earlier request created; the hold ends when it does. */
async function findSession(order: HeldOrder): Promise<CheckoutSession | null> {
  const session = await findSessionByOrder(order.id, order);
  if (session && session.expiresAt.getTime() !== order.heldUntil.getTime()) await changeEnd(order, session.expiresAt);
  return session;
}

/** Changes the hold's end in order and post, unless another call has changed the order meanwhile. */
async function changeEnd({ id, heldUntil }: HeldOrder, until: Date): Promise<void> {
  // The post is locked first, as in every other command of a sale.
  await db().$executeRaw`
    WITH sale AS (
      SELECT orders.id, post_id FROM posts JOIN orders ON orders.post_id = posts.id
      WHERE orders.id = ${id}::uuid FOR UPDATE OF posts, orders
    ), changed AS (
      UPDATE orders SET held_until = ${until}, extended_at = now(), updated_at = now() FROM sale
      WHERE orders.id = sale.id AND status = 'HELD' AND session_id IS NULL AND held_until = ${heldUntil}
      RETURNING orders.post_id
    )
    UPDATE posts SET held_until = ${until}, updated_at = now() FROM changed WHERE posts.id = changed.post_id`;
}

async function advanceKey({ id, sessionAttempt }: HeldOrder): Promise<void> {
  await db().order.updateMany({
    where: { id, sessionAttempt, sessionId: null },
    data: { sessionAttempt: sessionAttempt + 1 },
  });
}
