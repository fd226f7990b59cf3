import { z } from 'zod';

const reference = z.union([z.string(), z.object({ id: z.string() }).transform((object) => object.id)]).nullish();
const metadata = z.object({ orderId: z.uuid().optional().catch(undefined) }).nullish();

/** The fields of a Checkout Session that the shop reads. Amounts are in minor units, currencies in lower case. */
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

/**
 * `balance_transactions` is undefined if the API sent only ids; the ledger then gets the amounts from Stripe's balance
 * transactions.
 */
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

/** A Stripe event as the worker reads it from the stream; only the fields that a sale needs. */
export const stripeEventSchema = z.object({
  id: z.string().startsWith('evt_'),
  type: z.string(),
  created: z.number().int(),
  /** The account that it is about, if that is not the shop's own. */
  account: z.string().nullish(),
  livemode: z.boolean().optional(),
  api_version: z.string().nullish(),
  data: z.object({
    object: z.discriminatedUnion('object', [stripeSessionSchema, charge, stripeRefundSchema, stripeDisputeSchema]),
  }),
});

export type StripeEvent = z.output<typeof stripeEventSchema>;

export type StripeRefundObject = z.output<typeof stripeRefundSchema>;

/**
 * Parses the body of a webhook request; `payload` is its JSON in a form that the database can store.
 * @throws {SyntaxError | z.ZodError} if the body is not a supported event.
 */
export function parseStripeEvent(body: string): { event: StripeEvent; payload: string } {
  const payload = storableJson(body);
  return { event: stripeEventSchema.parse(JSON.parse(payload)), payload };
}

const ESCAPES = /\\\\|\\u0000|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\ud[89a-f][0-9a-f]{2}/gi;

/**
 * Removes from JSON what PostgreSQL's jsonb refuses: NUL is dropped, a lone surrogate becomes the replacement
 * character. Escaped backslashes are matched too, so that the text after one is not taken for an escape.
 */
export function storableJson(json: string): string {
  return json.replace(ESCAPES, (found) => {
    if (found === '\\u0000') return '';
    return found.length === 6 ? '\\ufffd' : found;
  });
}
