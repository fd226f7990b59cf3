import type Stripe from 'stripe';
import type { Money } from '#lib/domain/money/money.ts';
import { legalVersionPath } from '#lib/domain/settings/legal-pages.ts';
import { env } from '#lib/env.ts';
import type { CheckoutSession } from './find-session-by-order.ts';
import { stripe } from './stripe.ts';

export type CheckoutRequest = {
  orderId: string;
  postId: string;
  title: string;
  /** The artist's display name. */
  artist: string;
  /** Absolute URL of a picture, or null. */
  pictureUrl: string | null;
  charged: Money;
  /** What the shop is called. */
  shop: string;
  /** The version of the terms that the payment agrees to, and whether Stripe asks for it by a checkbox; null without terms. */
  terms: { version: number; isAsked: boolean } | null;
  expiresAt: Date;
  buyerEmail: string | null;
  /**
   * From 0. Another number is another idempotency key: only for a key whose request is known to have created nothing.
   */
  attempt: number;
};

/**
 * What the payment page does apart from taking the amount: nothing. Each of these could be changed by a setting of the
 * Stripe account, or by a later version of the API; docs/decisions/0023-holds-and-sessions.md lists the reasons.
 */
const CHARGED_AS_SHOWN = {
  mode: 'payment',
  ui_mode: 'hosted_page',
  allowed_payment_method_types: ['card'],
  adaptive_pricing: { enabled: false },
  after_expiration: { recovery: { enabled: false } },
  allow_promotion_codes: false,
  automatic_tax: { enabled: false },
  billing_address_collection: 'auto',
  customer_creation: 'if_required',
  invoice_creation: { enabled: false },
  locale: 'auto',
  phone_number_collection: { enabled: false },
  submit_type: 'pay',
  tax_id_collection: { enabled: false },
} as const;

/**
 * Creates the checkout session of an order. An order and an attempt always get the same session: they are the
 * idempotency key.
 * @throws Stripe's errors; see `isStripeRefusal` and `isKeyOfAnotherRequest`.
 */
export async function createCheckoutSession(request: CheckoutRequest): Promise<CheckoutSession> {
  const { orderId, postId, charged, attempt } = request;
  const orderUrl = `${env().NEXTAUTH_URL}/orders/${orderId}`;
  const metadata = { orderId, postId };
  const session = await stripe().checkout.sessions.create(
    {
      ...CHARGED_AS_SHOWN,
      allowed_payment_method_types: [...CHARGED_AS_SHOWN.allowed_payment_method_types],
      client_reference_id: orderId,
      metadata,
      branding_settings: { display_name: request.shop },
      ...termsOf(request),
      payment_intent_data: { metadata, capture_method: 'automatic_async' },
      line_items: [
        {
          quantity: 1,
          adjustable_quantity: { enabled: false },
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
    { idempotencyKey: `checkout:${orderId}${attempt > 0 ? `:${attempt}` : ''}` },
  );
  if (!session.url) throw new Error(`Stripe returned no URL for session ${session.id}`);
  return { id: session.id, url: session.url, expiresAt: new Date(session.expires_at * 1000) };
}

/** That a payment agrees to the terms: as a sentence beside the button, or as a checkbox. */
function termsOf({ shop, terms }: CheckoutRequest): Partial<Stripe.Checkout.SessionCreateParams> {
  if (!terms) return {};
  // Other terms may be in force by the time somebody reads them.
  const link = `[terms](${env().NEXTAUTH_URL}${legalVersionPath('terms', terms.version)})`;
  // What a host calls the shop is text; brackets would begin a link.
  const whose = `the ${link} of ${shop.replace(/[[\]()*_`\\]/g, ' ')}`;
  if (!terms.isAsked) return { custom_text: { submit: { message: `With your payment you agree to ${whose}.` } } };
  return {
    consent_collection: { terms_of_service: 'required' },
    custom_text: { terms_of_service_acceptance: { message: `I agree to ${whose}.` } },
  };
}
