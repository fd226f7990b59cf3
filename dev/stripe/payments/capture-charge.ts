import { emitEvent } from '../emit-event.ts';
import type { Emulator } from '../emulator.ts';
import type { ChargeObject, IntentObject } from '../records.ts';
import { buildCharge } from './build-charge.ts';
import type { Buyer } from './buyer.ts';
import { processingFee, recordTransaction } from './record-transaction.ts';

/** Charges an intent: stores charge and balance transaction, emits the events. @returns the succeeded intent. */
export function captureCharge(
  emulator: Emulator,
  fresh: IntentObject,
  buyer: Buyer,
  method: 'card' | 'bank_debit',
): IntentObject {
  const uncaptured = buildCharge(emulator, fresh, buyer, { method, paid: true });
  const { id: source, amount, currency, description } = uncaptured;
  const transaction = recordTransaction(emulator, {
    type: method === 'card' ? 'charge' : 'payment',
    amount,
    fee: processingFee(amount, currency),
    currency,
    source,
    description,
  });
  const charge: ChargeObject = { ...uncaptured, balance_transaction: transaction.id };
  const intent: IntentObject = {
    ...fresh,
    status: 'succeeded',
    amount_received: amount,
    latest_charge: charge.id,
    last_payment_error: null,
    canceled_at: null,
    cancellation_reason: null,
    payment_method: charge.payment_method,
  };
  emulator.store.put('charge', charge);
  emulator.store.put('intent', intent);
  emitEvent(emulator, 'charge.succeeded', charge);
  emitEvent(emulator, 'payment_intent.succeeded', intent);
  return intent;
}
