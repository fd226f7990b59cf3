import type { Money } from '#lib/domain/money/money.ts';
import { env } from '#lib/env.ts';
import { stripe } from './stripe.ts';

export type CheckoutRequest = {
  orderId: string;
  postId: string;
  title: string;
  artist: string;
  /** Absolute URL of a picture, or null. */
  pictureUrl: string | null;
  charged: Money;
  expiresAt: Date;
  buyerEmail: string | null;
};

/**
 * Creates the checkout session of an order. The same order always gets the same session: its id is the idempotency key,
 * and the whole request comes from the order's row.
 * @throws Stripe's errors; see `isStripeRefusal`.
 */
export async function createCheckoutSession(request: CheckoutRequest): Promise<{ id: string; url: string }> {
  const { orderId, postId, charged } = request;
  const orderUrl = `${env().NEXTAUTH_URL}/orders/${orderId}`;
  const metadata = { orderId, postId };
  const session = await stripe().checkout.sessions.create(
    {
      mode: 'payment',
      allowed_payment_method_types: ['card'],
      client_reference_id: orderId,
      metadata,
      payment_intent_data: { metadata },
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: charged.currency.toLowerCase(),
            unit_amount: charged.amount,
            product_data: {
              name: request.title,
              description: `A one-of-a-kind work by ${request.artist}`,
              ...(request.pictureUrl && { images: [request.pictureUrl] }),
            },
          },
        },
      ],
      ...(request.buyerEmail && { customer_email: request.buyerEmail }),
      success_url: `${orderUrl}?from=checkout`,
      cancel_url: `${orderUrl}/cancel`,
      expires_at: Math.floor(request.expiresAt.getTime() / 1000),
    },
    { idempotencyKey: `checkout:${orderId}` },
  );
  if (!session.url) throw new Error(`Stripe returned no URL for session ${session.id}`);
  return { id: session.id, url: session.url };
}
