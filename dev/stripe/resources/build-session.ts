import { customerDetails } from '../payments/customer-details.ts';
import type { SessionObject } from '../records.ts';
import type { CreateSessionParameters } from './create-session-parameters.ts';

type NewSession = {
  id: string;
  given: CreateSessionParameters;
  created: number;
  expiresAt: number;
  currency: string;
  total: number;
  url: string;
};

/** What the emulated account is called, unless a session says otherwise. */
export const ACCOUNT_NAME = 'Emulated account';

const NO_INVOICE = {
  account_tax_ids: null,
  custom_fields: null,
  description: null,
  footer: null,
  issuer: null,
  metadata: {},
  rendering_options: null,
};

/** An open session as the API returns it. `total` is in minor units, the times in Unix seconds. */
export function buildSession({ id, given, created, expiresAt, currency, total, url }: NewSession): SessionObject {
  return {
    id,
    object: 'checkout.session',
    // As for an account that has switched it on in Stripe's dashboard.
    adaptive_pricing: { enabled: given.adaptive_pricing?.enabled ?? true },
    after_expiration: given.after_expiration ? { recovery: null } : null,
    allow_promotion_codes: given.allow_promotion_codes ?? null,
    allowed_payment_method_types: given.allowed_payment_method_types ?? null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: given.billing_address_collection ?? null,
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    client_secret: null,
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    branding_settings: {
      ...{ background_color: '#ffffff', border_style: 'rounded', button_color: '#0074d4', font_family: 'default' },
      display_name: given.branding_settings?.display_name ?? ACCOUNT_NAME,
      ...{ icon: null, logo: null },
    },
    consent: null,
    consent_collection: given.consent_collection
      ? {
          payment_method_reuse_agreement: null,
          promotions: given.consent_collection.promotions ?? null,
          terms_of_service: given.consent_collection.terms_of_service ?? null,
        }
      : null,
    created,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: given.custom_text?.after_submit ?? null,
      shipping_address: given.custom_text?.shipping_address ?? null,
      submit: given.custom_text?.submit ?? null,
      terms_of_service_acceptance: given.custom_text?.terms_of_service_acceptance ?? null,
    },
    customer: null,
    customer_account: null,
    customer_creation: given.customer_creation ?? 'if_required',
    customer_details: given.customer_email ? customerDetails({ email: given.customer_email }) : null,
    customer_email: given.customer_email ?? null,
    discounts: [],
    expires_at: expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: { enabled: false, invoice_data: NO_INVOICE },
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
