import { z } from 'zod';

const reference = z.union([z.string(), z.object({ id: z.string() }).transform((object) => object.id)]).nullish();
const metadata = z.object({ orderId: z.uuid().optional().catch(undefined) }).nullish();

/** What is read of a Checkout Session. Amounts are in minor units, currencies lower case. */
const session = z.object({
  object: z.literal('checkout.session'),
  id: z.string(),
  client_reference_id: z.string().nullish(),
  metadata,
  payment_status: z.enum(['paid', 'unpaid', 'no_payment_required']),
  payment_intent: reference,
  amount_total: z.number().int().nullable(),
  currency: z.string().nullable(),
  customer_details: z
    .object({
      email: z.string().nullish(),
      name: z.string().nullish(),
      address: z.object({ country: z.string().nullish() }).nullish(),
    })
    .nullish(),
});

const charge = z.object({
  object: z.literal('charge'),
  id: z.string(),
  metadata,
  payment_intent: reference,
  amount: z.number().int(),
  amount_refunded: z.number().int(),
  refunded: z.boolean(),
  currency: z.string(),
});

const dispute = z.object({
  object: z.literal('dispute'),
  id: z.string(),
  payment_intent: reference,
  status: z.string(),
});

/** A Stripe event as the worker takes it from the stream; only the parts that the sale needs. */
export const stripeEventSchema = z.object({
  id: z.string().startsWith('evt_'),
  type: z.string(),
  created: z.number().int(),
  data: z.object({ object: z.discriminatedUnion('object', [session, charge, dispute]) }),
});

export type StripeEvent = z.output<typeof stripeEventSchema>;
