import { z } from 'zod';

const reference = z.union([z.string(), z.object({ id: z.string() }).transform((object) => object.id)]).nullish();
const metadata = z.object({ orderId: z.uuid().optional().catch(undefined) }).nullish();

/** What is read of a Checkout Session. Amounts are in minor units, currencies lower case. */
export const stripeSessionSchema = z.object({
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

export const stripeRefundSchema = z.object({
  object: z.literal('refund'),
  id: z.string(),
  metadata,
  payment_intent: reference,
  amount: z.number().int().positive(),
  currency: z.string(),
  status: z.string().nullish(),
  failure_reason: z.string().nullish(),
});

/** A list of ids where the API did not expand it; then the ledger learns of the money from Stripe's balance. */
export const stripeDisputeSchema = z.object({
  object: z.literal('dispute'),
  id: z.string(),
  payment_intent: reference,
  status: z.string(),
  amount: z.number().int().optional(),
  currency: z.string().optional(),
  balance_transactions: z
    .array(z.object({ id: z.string(), amount: z.number().int() }))
    .optional()
    .catch(undefined),
});

/** A Stripe event as the worker takes it from the stream; only the parts that the sale needs. */
export const stripeEventSchema = z.object({
  id: z.string().startsWith('evt_'),
  type: z.string(),
  created: z.number().int(),
  data: z.object({
    object: z.discriminatedUnion('object', [stripeSessionSchema, charge, stripeRefundSchema, stripeDisputeSchema]),
  }),
});

export type StripeEvent = z.output<typeof stripeEventSchema>;

export type StripeRefundObject = z.output<typeof stripeRefundSchema>;

/**
 * The event in a webhook's body; `payload` is its text as the database can keep it.
 * @throws {SyntaxError | z.ZodError} when the body is no event that the sale knows.
 */
export function parseStripeEvent(body: string): { event: StripeEvent; payload: string } {
  const payload = storableJson(body);
  return { event: stripeEventSchema.parse(JSON.parse(payload)), payload };
}

const ESCAPES = /\\\\|\\u0000|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\ud[89a-f][0-9a-f]{2}/gi;

/**
 * The same JSON without what PostgreSQL's jsonb refuses: NUL is left out, and half a pair of surrogates becomes the
 * replacement character. Escaped backslashes are passed over: what follows one is no escape.
 */
export function storableJson(json: string): string {
  return json.replace(ESCAPES, (found) => {
    if (found === '\\u0000') return '';
    return found.length === 6 ? '\\ufffd' : found;
  });
}
