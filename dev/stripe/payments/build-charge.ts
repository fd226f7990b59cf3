import type Stripe from 'stripe';
import { type Emulator, unixNow } from '../emulator.ts';
import { newId } from '../ids.ts';
import type { ChargeObject, IntentObject } from '../records.ts';
import type { Buyer } from './buyer.ts';
import { customerDetails } from './customer-details.ts';

type Method = 'card' | 'bank_debit';

const DECLINED = {
  failure_code: 'card_declined',
  failure_message: 'Your card was declined.',
} as const;

/** The same number of a card or an account always has the same one. */
const FINGERPRINTS = { paid: 'kVv0nDZ2b1Yq7TgX', declined: 'cR5sWmP8eLh3JfUa', debit: 'yN9tGxK4dQo6BiZe' } as const;

/** A charge for an intent, paid or declined, not stored yet and without its balance transaction. */
export function buildCharge(
  emulator: Emulator,
  intent: IntentObject,
  buyer: Buyer,
  { method, paid }: { method: Method; paid: boolean },
): ChargeObject {
  const id = newId(method === 'card' ? 'ch' : 'py');
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: {
      address: customerDetails(buyer).address,
      email: buyer.email,
      name: buyer.name || null,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: 'MAKEYOURSPACE',
    captured: paid,
    created: unixNow(emulator),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: paid ? null : DECLINED.failure_code,
    failure_message: paid ? null : DECLINED.failure_message,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcome(paid),
    paid,
    payment_intent: intent.id,
    payment_method: newId('pm'),
    payment_method_details: method === 'card' ? cardDetails(buyer, paid, intent.amount) : bankDetails(buyer),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  };
}

function outcome(paid: boolean): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: paid ? null : '02',
    network_status: paid ? 'approved_by_network' : 'declined_by_network',
    reason: paid ? null : 'generic_decline',
    risk_level: 'normal',
    seller_message: paid ? 'Payment complete.' : 'The bank did not return any further details with this decline.',
    type: paid ? 'authorized' : 'issuer_declined',
  };
}

function cardDetails(buyer: Buyer, paid: boolean, amount: number): Stripe.Charge.PaymentMethodDetails {
  return {
    type: 'card',
    card: {
      amount_authorized: paid ? amount : null,
      authorization_code: null,
      brand: 'visa',
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: buyer.country,
      electronic_commerce_indicator: null,
      extended_authorization: { status: 'disabled' },
      exp_month: 12,
      exp_year: 2034,
      fingerprint: paid ? FINGERPRINTS.paid : FINGERPRINTS.declined,
      funding: 'credit',
      incremental_authorization: { status: 'unavailable' },
      installments: null,
      last4: paid ? '4242' : '0002',
      mandate: null,
      multicapture: { status: 'unavailable' },
      network: 'visa',
      network_token: { used: false },
      network_transaction_id: null,
      overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
      regulated_status: null,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

function bankDetails(buyer: Buyer): Stripe.Charge.PaymentMethodDetails {
  const { country } = buyer;
  return {
    type: 'sepa_debit',
    sepa_debit: {
      bank_code: null,
      branch_code: null,
      country,
      fingerprint: FINGERPRINTS.debit,
      last4: '3000',
      mandate: null,
    },
  };
}
