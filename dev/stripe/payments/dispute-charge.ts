import type Stripe from 'stripe';
import { apiError } from '../api/stripe-failure.ts';
import { emitEvent } from '../emit-event.ts';
import { type Emulator, unixNow } from '../emulator.ts';
import { newId } from '../ids.ts';
import type { ChargeObject, DisputeObject } from '../records.ts';
import { recordTransaction } from './record-transaction.ts';

const DISPUTE_FEE = 1_500;
const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

/** Visa's code for goods that were not received. */
const NOT_RECEIVED = '13.1';

function methodDetails({ payment_method_details }: ChargeObject): Pick<DisputeObject, 'payment_method_details'> {
  if (!payment_method_details?.card) return {};
  const card = { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: NOT_RECEIVED } as const;
  return { payment_method_details: { card, type: 'card' } };
}

/** Opens a dispute: the amount and a fee leave the balance until it is closed. @throws {StripeFailure} */
export function openDispute(emulator: Emulator, charge: ChargeObject): DisputeObject {
  if (charge.status !== 'succeeded' || charge.disputed) throw apiError(`Charge ${charge.id} cannot be disputed.`);
  const id = newId('dp');
  const transaction = recordAdjustment(emulator, charge, id, -charge.amount, DISPUTE_FEE);
  const created = unixNow(emulator);
  const dispute: DisputeObject = {
    id,
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [transaction],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: created + 9 * 24 * 3_600,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: charge.payment_method_details?.card ? NOT_RECEIVED : null,
    payment_intent: charge.payment_intent,
    ...methodDetails(charge),
    reason: 'product_not_received',
    status: 'needs_response',
  };
  emulator.store.put('charge', { ...charge, disputed: true });
  emulator.store.put('dispute', dispute);
  emitEvent(emulator, 'charge.dispute.created', dispute);
  return dispute;
}

/** Closes a dispute; if it is won, the amount is returned. @throws {StripeFailure} if it is closed already. */
export function closeDispute(emulator: Emulator, open: DisputeObject, status: 'won' | 'lost'): DisputeObject {
  if (open.status !== 'needs_response') throw apiError(`Dispute ${open.id} is closed already: ${open.status}.`);
  const charge = emulator.store.get('charge', open.charge);
  const returned = status === 'won' && charge ? [recordAdjustment(emulator, charge, open.id, open.amount, 0)] : [];
  const balance_transactions = [...open.balance_transactions, ...returned];
  const dispute: DisputeObject = { ...open, status, balance_transactions };
  emulator.store.put('dispute', dispute);
  emitEvent(emulator, 'charge.dispute.closed', dispute, { status: open.status });
  return dispute;
}

function recordAdjustment(emulator: Emulator, charge: ChargeObject, source: string, amount: number, fee: number) {
  const description = `Chargeback ${amount < 0 ? 'withdrawal' : 'reversal'} for ${charge.id}`;
  return recordTransaction(emulator, {
    type: 'adjustment',
    amount,
    fee,
    currency: charge.currency,
    source,
    description,
  });
}
