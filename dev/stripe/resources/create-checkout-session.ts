import type Stripe from 'stripe';
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
  webAddress,
} from '../api/parameters.ts';
import { apiError } from '../api/stripe-failure.ts';
import { requireChargeable, requireCurrency } from '../currencies.ts';
import { newId } from '../ids.ts';
import type { LineItemObject, SessionObject, SessionRecord } from '../records.ts';
import { type StandIn, unixNow } from '../stand-in.ts';

const productData = z.strictObject({
  name: text,
  description: text.optional(),
  images: list(webAddress).optional(),
  metadata: metadata.optional(),
});

const lineItem = z.strictObject({
  quantity: positiveInteger.optional(),
  price_data: z.strictObject({ currency: text, unit_amount: amount, product_data: productData }),
});

/** What `POST /v1/checkout/sessions` takes here; Stripe takes more, and nothing that is named otherwise. */
export const createSessionParameters = z.strictObject({
  mode: oneOf('payment'),
  line_items: list(lineItem),
  success_url: webAddress,
  cancel_url: webAddress.optional(),
  client_reference_id: text.optional(),
  customer_email: email.optional(),
  currency: text.optional(),
  expires_at: integer.optional(),
  locale: text.optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({ metadata: metadata.optional(), description: text.optional(), receipt_email: email.optional() })
    .optional(),
  allowed_payment_method_types: list(text).optional(),
  billing_address_collection: oneOf('auto', 'required').optional(),
  customer_creation: oneOf('always', 'if_required').optional(),
  submit_type: oneOf('auto', 'book', 'donate', 'pay').optional(),
  ui_mode: oneOf('hosted_page').optional(),
  adaptive_pricing: z.strictObject({ enabled: boolean.optional() }).optional(),
  ...expandParameter,
});

type CreateParameters = z.output<typeof createSessionParameters>;

const HALF_HOUR = 30 * 60;
const DAY = 24 * 3_600;

/** Opens a session and keeps it. @throws {StripeFailure} where Stripe would refuse it. */
export function createCheckoutSession(standIn: StandIn, given: CreateParameters): SessionObject {
  const created = unixNow(standIn);
  const expiresAt = given.expires_at ?? created + DAY;
  requireLifetime(expiresAt - created);
  const lineItems = given.line_items.map((item, index) => newLineItem(item, index, created));
  const first = lineItems[0];
  if (!first) throw apiError('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
  const currency = first.currency;
  if (lineItems.some((item) => item.currency !== currency) || (given.currency ?? currency) !== currency) {
    throw apiError('All line items of a Checkout Session must have the same currency.', { param: 'line_items' });
  }
  const total = lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  requireChargeable(total, currency, 'line_items');

  const id = newId('cs_test_a1');
  const session = newSession({ id, given, created, expiresAt, currency, total, url: `${standIn.publicUrl}/c/pay/${id}` });
  const product = given.line_items[0]?.price_data.product_data;
  const record: SessionRecord = {
    id,
    session,
    lineItems,
    picture: product?.images?.[0] ?? null,
    productDescription: product?.description ?? null,
    intentData: {
      metadata: given.payment_intent_data?.metadata ?? {},
      description: given.payment_intent_data?.description ?? null,
      receipt_email: given.payment_intent_data?.receipt_email ?? null,
    },
    endsAt: expiresAt,
    settlement: null,
  };
  standIn.store.put('session', record);
  return session;
}

function requireLifetime(seconds: number): void {
  const param = 'expires_at';
  if (seconds < HALF_HOUR) {
    throw apiError('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', { param });
  }
  if (seconds > DAY) {
    throw apiError('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', { param });
  }
}

function newLineItem(item: CreateParameters['line_items'][number], index: number, created: number): LineItemObject {
  const { price_data, quantity = 1 } = item;
  const currency = requireCurrency(price_data.currency, `line_items[${index}][price_data][currency]`);
  const total = price_data.unit_amount * quantity;
  return {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency,
    description: price_data.product_data.name,
    metadata: {},
    price: {
      id: newId('price'),
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created,
      currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: newId('prod'),
      recurring: null,
      tax_behavior: 'unspecified',
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: price_data.unit_amount,
      unit_amount_decimal: String(price_data.unit_amount),
    },
    quantity,
  };
}

type NewSession = {
  id: string;
  given: CreateParameters;
  created: number;
  expiresAt: number;
  currency: string;
  total: number;
  url: string;
};

function newSession({ id, given, created, expiresAt, currency, total, url }: NewSession): SessionObject {
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: given.adaptive_pricing?.enabled ?? false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: given.allowed_payment_method_types ?? null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: given.billing_address_collection ?? null,
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    client_secret: null,
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    consent: null,
    consent_collection: null,
    created,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: null,
    customer_account: null,
    customer_creation: given.customer_creation ?? 'if_required',
    customer_details: given.customer_email ? customerDetails({ email: given.customer_email }) : null,
    customer_email: given.customer_email ?? null,
    discounts: [],
    expires_at: expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: given.locale ?? null,
    managed_payments: null,
    metadata: given.metadata ?? {},
    mode: given.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: given.allowed_payment_method_types ?? ['card'],
    payment_status: total === 0 ? 'no_payment_required' : 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: given.submit_type ?? null,
    subscription: null,
    success_url: given.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url,
    wallet_options: null,
  };
}

/** Who pays, as a session says it. @param buyer `country` is an ISO 3166 code. */
export function customerDetails(buyer: {
  email: string;
  name?: string;
  country?: string;
}): Stripe.Checkout.Session.CustomerDetails {
  const { email, name = null, country = null } = buyer;
  const address = { city: null, country, line1: null, line2: null, postal_code: null, state: null };
  return {
    address: country ? address : null,
    business_name: null,
    email,
    individual_name: name,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}
