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
  textUpTo,
  webUrl,
} from '../api/parameters.ts';
import {
  documentedBrandingParameters,
  documentedIntentParameters,
  documentedLineItemParameters,
  documentedPriceParameters,
  documentedProductParameters,
  documentedSessionParameters,
} from './documented-parameters.ts';
import { LOCALES, PAYMENT_METHOD_TYPES } from './session-values.ts';

const MAX_LINE_ITEMS = 100;
const MAX_IMAGES = 8;
const MAX_REFERENCE = 200;
const MAX_INTENT_DESCRIPTION = 1_000;
const MAX_PRODUCT_DESCRIPTION = 40_000;

const MAX_CUSTOM_TEXT = 1_200;

const customText = z.strictObject({ message: textUpTo(MAX_CUSTOM_TEXT) });

const productData = z.strictObject({
  ...documentedProductParameters,
  name: text,
  description: textUpTo(MAX_PRODUCT_DESCRIPTION).optional(),
  images: list(webUrl, MAX_IMAGES).optional(),
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
  ...documentedLineItemParameters,
  quantity: positiveInteger.optional(),
  adjustable_quantity: off.optional(),
  price_data: z.strictObject({
    ...documentedPriceParameters,
    currency: text,
    unit_amount: amount,
    product_data: productData,
  }),
});

/** The parameters of `POST /v1/checkout/sessions` that the emulator accepts, a subset of Stripe's. */
export const createSessionParameters = z.strictObject({
  ...documentedSessionParameters,
  mode: oneOf('payment'),
  line_items: list(lineItem, MAX_LINE_ITEMS),
  success_url: webUrl,
  cancel_url: webUrl.optional(),
  client_reference_id: textUpTo(MAX_REFERENCE).optional(),
  customer_email: email.optional(),
  currency: text.optional(),
  expires_at: integer.optional(),
  locale: oneOf(...LOCALES).optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({
      ...documentedIntentParameters,
      metadata: metadata.optional(),
      description: textUpTo(MAX_INTENT_DESCRIPTION).optional(),
      receipt_email: email.optional(),
      capture_method: oneOf('automatic', 'automatic_async').optional(),
    })
    .optional(),
  allowed_payment_method_types: list(oneOf(...PAYMENT_METHOD_TYPES)).optional(),
  billing_address_collection: oneOf('auto', 'required').optional(),
  customer_creation: oneOf('always', 'if_required').optional(),
  submit_type: oneOf('auto', 'book', 'donate', 'pay').optional(),
  ui_mode: oneOf('hosted_page').optional(),
  adaptive_pricing: z.strictObject({ enabled: boolean.optional() }).optional(),
  after_expiration: z.strictObject({ recovery: off.optional() }).optional(),
  allow_promotion_codes: boolean.optional(),
  automatic_tax: off.optional(),
  branding_settings: z.strictObject({ ...documentedBrandingParameters, display_name: text.optional() }).optional(),
  consent_collection: z
    .strictObject({
      terms_of_service: oneOf('none', 'required').optional(),
      promotions: oneOf('auto', 'none').optional(),
    })
    .optional(),
  custom_text: z
    .strictObject({
      after_submit: customText.optional(),
      shipping_address: customText.optional(),
      submit: customText.optional(),
      terms_of_service_acceptance: customText.optional(),
    })
    .optional(),
  invoice_creation: off.optional(),
  phone_number_collection: off.optional(),
  tax_id_collection: off.optional(),
  ...expandParameter,
});

export type CreateSessionParameters = z.output<typeof createSessionParameters>;
