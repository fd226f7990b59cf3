import { z } from 'zod';

/** Parameters that Stripe documents and the emulator accepts without doing anything. */
const ignored = <const N extends string>(...names: N[]) =>
  Object.fromEntries(names.map((name) => [name, z.unknown()])) as Record<N, z.ZodUnknown>;

const optional = <const N extends string>(...names: N[]) => z.object(ignored(...names)).partial().shape;

/** Those of `POST /v1/checkout/sessions`: `SessionCreateParams` of stripe-node 23. */
export const documentedSessionParameters = optional(
  'after_expiration',
  'allow_promotion_codes',
  'automatic_tax',
  'custom_fields',
  'customer',
  'customer_account',
  'customer_update',
  'discounts',
  'excluded_payment_method_types',
  'integration_identifier',
  'invoice_creation',
  'managed_payments',
  'name_collection',
  'optional_items',
  'origin_context',
  'payment_method_collection',
  'payment_method_configuration',
  'payment_method_data',
  'payment_method_options',
  'permissions',
  'phone_number_collection',
  'redirect_on_completion',
  'return_url',
  'saved_payment_method_options',
  'setup_intent_data',
  'shipping_address_collection',
  'shipping_options',
  'subscription_data',
  'tax_id_collection',
  'wallet_options',
);

export const documentedBrandingParameters = optional(
  'background_color',
  'border_style',
  'button_color',
  'font_family',
  'icon',
  'logo',
);
export const documentedLineItemParameters = optional('adjustable_quantity', 'metadata', 'tax_rates');
export const documentedPriceParameters = optional('tax_behavior');
export const documentedProductParameters = optional('tax_code', 'tax_details', 'unit_label');
export const documentedIntentParameters = optional(
  'application_fee_amount',
  'capture_method',
  'on_behalf_of',
  'setup_future_usage',
  'shipping',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'transfer_data',
  'transfer_group',
);
/** Those of `POST /v1/refunds`: `RefundCreateParams`. */
export const documentedRefundParameters = optional(
  'currency',
  'customer',
  'instructions_email',
  'origin',
  'refund_application_fee',
  'reverse_transfer',
);
