import { z } from 'zod';
import {
  amount,
  boolean,
  email,
  expandParameter,
  integer,
  list,
  metadata,
  oneOf,
  positiveInteger,
  text,
  webUrl,
} from '../api/parameters.ts';

const productData = z.strictObject({
  name: text,
  description: text.optional(),
  images: list(webUrl).optional(),
  metadata: metadata.optional(),
});

/** Parameters that only exist to be switched off: the emulator has nothing to do when they are on. */
const off = z.strictObject({
  enabled: boolean.refine((value) => !value, {
    params: { code: 'parameter_invalid' },
    error: 'The Stripe emulator does not support this.',
  }),
});

const lineItem = z.strictObject({
  quantity: positiveInteger.optional(),
  adjustable_quantity: off.optional(),
  price_data: z.strictObject({ currency: text, unit_amount: amount, product_data: productData }),
});

/** The parameters of `POST /v1/checkout/sessions` that the emulator accepts, a subset of Stripe's. */
export const createSessionParameters = z.strictObject({
  mode: oneOf('payment'),
  line_items: list(lineItem),
  success_url: webUrl,
  cancel_url: webUrl.optional(),
  client_reference_id: text.optional(),
  customer_email: email.optional(),
  currency: text.optional(),
  expires_at: integer.optional(),
  locale: text.optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({
      ...{ metadata: metadata.optional(), description: text.optional(), receipt_email: email.optional() },
      capture_method: oneOf('automatic', 'automatic_async').optional(),
    })
    .optional(),
  allowed_payment_method_types: list(text).optional(),
  billing_address_collection: oneOf('auto', 'required').optional(),
  customer_creation: oneOf('always', 'if_required').optional(),
  submit_type: oneOf('auto', 'book', 'donate', 'pay').optional(),
  ui_mode: oneOf('hosted_page').optional(),
  adaptive_pricing: z.strictObject({ enabled: boolean.optional() }).optional(),
  after_expiration: z.strictObject({ recovery: off.optional() }).optional(),
  allow_promotion_codes: boolean.optional(),
  automatic_tax: off.optional(),
  invoice_creation: off.optional(),
  phone_number_collection: off.optional(),
  tax_id_collection: off.optional(),
  ...expandParameter,
});

export type CreateSessionParameters = z.output<typeof createSessionParameters>;
