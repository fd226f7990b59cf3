import type Stripe from 'stripe';
import { apiError } from '../api/stripe-failure.ts';
import { formatAmount } from '../currencies.ts';
import { emitEvent } from '../emit-event.ts';
import { type Emulator, unixNow } from '../emulator.ts';
import { newId } from '../ids.ts';
import type { ChargeObject, Outcome, RefundObject } from '../records.ts';
import { recordTransaction } from './record-transaction.ts';

type RefundParameters = {
  amount?: number | undefined;
  metadata?: Stripe.Metadata | undefined;
  reason?: string | undefined;
};

/** Refunds the given amount, or all that is left. @throws {StripeFailure} if less is left. */
export function refundCharge(emulator: Emulator, charge: ChargeObject, parameters: RefundParameters): RefundObject {
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = parameters.amount ?? left;
  requireRefundable(charge, amount, left);
  const { currency } = charge;
  const id = newId('re');
  const { id: balanceTransaction } = recordTransaction(emulator, {
    type: 'refund',
    amount: -amount,
    fee: 0,
    currency,
    source: id,
    description: 'REFUND FOR CHARGE',
  });
  const refund: RefundObject = {
    id,
    object: 'refund',
    amount,
    balance_transaction: balanceTransaction,
    charge: charge.id,
    created: unixNow(emulator),
    currency,
    customer: null,
    customer_account: null,
    ...destination(charge, emulator.refundStatus),
    metadata: parameters.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: parameters.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: emulator.refundStatus,
    transfer_reversal: null,
    ...(emulator.refundStatus === 'pending' && { pending_reason: 'processing' as const }),
  };
  const refunded = changeRefunded(charge, amount);
  emulator.store.put('refund', refund);
  emulator.store.put('charge', refunded);
  emitEvent(emulator, 'refund.created', refund);
  emitEvent(emulator, 'charge.refunded', refunded, {
    amount_refunded: charge.amount_refunded,
    refunded: charge.refunded,
  });
  return refund;
}

/** How the money reaches the card; a bank debit has no details of its own. */
function destination(
  { payment_method_details }: ChargeObject,
  status: 'pending' | 'succeeded',
): Pick<RefundObject, 'destination_details'> {
  if (payment_method_details?.type !== 'card') return {};
  const reference_type = 'acquirer_reference_number';
  const card =
    status === 'pending'
      ? { reference_status: 'pending', reference_type, type: 'pending' as const }
      : { reference: '742500000000', reference_status: 'available', reference_type, type: 'refund' as const };
  return { destination_details: { card, type: 'card' } };
}

/** Ends a pending refund; if it fails, the amount returns to the balance. @throws {StripeFailure} */
export function settleRefund(emulator: Emulator, pending: RefundObject, outcome: Outcome): RefundObject {
  if (pending.status !== 'pending') throw apiError(`Refund ${pending.id} is ${pending.status}, not pending.`);
  const { pending_reason: _, ...ended } = pending;
  const charge = emulator.store.get('charge', pending.charge);
  if (outcome === 'succeeded') {
    const refund: RefundObject = { ...ended, ...(charge && destination(charge, 'succeeded')), status: 'succeeded' };
    emulator.store.put('refund', refund);
    emitEvent(emulator, 'refund.updated', refund, { status: 'pending' });
    return refund;
  }
  const { amount, currency } = pending;
  const transaction = recordTransaction(emulator, {
    type: 'refund_failure',
    amount,
    fee: 0,
    currency,
    source: pending.id,
    description: 'REFUND FAILURE',
  });
  const refund: RefundObject = {
    ...ended,
    status: 'failed',
    failure_reason: 'unknown',
    failure_balance_transaction: transaction.id,
  };
  emulator.store.put('refund', refund);
  if (charge) emulator.store.put('charge', changeRefunded(charge, -amount));
  emitEvent(emulator, 'refund.failed', refund, { status: 'pending' });
  emitEvent(emulator, 'refund.updated', refund, { status: 'pending' });
  return refund;
}

function changeRefunded(charge: ChargeObject, amount: number): ChargeObject {
  const amountRefunded = charge.amount_refunded + amount;
  return { ...charge, amount_refunded: amountRefunded, refunded: amountRefunded >= charge.amount_captured };
}

function requireRefundable(charge: ChargeObject, amount: number, left: number): void {
  if (charge.disputed) {
    throw apiError(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  if (left === 0) {
    throw apiError(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (amount > left) {
    const [requested, rest] = [formatAmount(amount, charge.currency), formatAmount(left, charge.currency)];
    throw apiError(`Refund amount (${requested}) is greater than unrefunded amount on charge (${rest})`, {
      param: 'amount',
    });
  }
  if (amount < 1) {
    throw apiError('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  }
}
