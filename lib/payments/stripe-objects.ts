import type Stripe from 'stripe';
import { z } from 'zod';
import {
  type StripeRefundObject,
  stripeDisputeSchema,
  stripeRefundSchema,
  stripeSessionSchema,
} from '#lib/schemas/stripe-events.ts';

/** API responses are parsed by the same schemas as events, so that both lead to the same facts. */
export const toRefundObject = (refund: Stripe.Refund): StripeRefundObject => stripeRefundSchema.parse(refund);
export const toSessionObject = (session: Stripe.Checkout.Session) => stripeSessionSchema.parse(session);

const chargeSchema = z.object({
  object: z.literal('charge'),
  id: z.string(),
  amount: z.number().int(),
  currency: z.string(),
  payment_intent: z.string().nullish(),
  metadata: z.object({ orderId: z.uuid().optional().catch(undefined) }).nullish(),
});

/** The source of a balance transaction, if it is one of the three that belong to a sale. */
export const balanceSourceSchema = z.discriminatedUnion('object', [
  chargeSchema,
  stripeRefundSchema,
  stripeDisputeSchema,
]);
export type BalanceSource = z.output<typeof balanceSourceSchema>;
