import { emitEvent } from '../emit-event.ts';
import type { Emulator } from '../emulator.ts';
import type { ChargeObject, IntentObject } from '../records.ts';
import { buildCharge } from './build-charge.ts';
import type { Buyer } from './buyer.ts';
import { processingFee, recordTransaction } from './record-transaction.ts';

/** Takes the money of an intent: charge, balance transaction, events. @returns the succeeded intent. */
export function captureCharge(
  standIn: Emulator,
  fresh: IntentObject,
  buyer: Buyer,
  method: 'card' | 'bank_debit',
): IntentObject {
  const unsettled = buildCharge(standIn, fresh, buyer, { method, paid: true });
  const { id: source, amount, currency, description } = unsettled;
  const transaction = recordTransaction(standIn, {
    type: method === 'card' ? 'charge' : 'payment',
    amount,
    fee: processingFee(amount, currency),
    currency,
    source,
    description,
  });
  const charge: ChargeObject = { ...unsettled, balance_transaction: transaction.id };
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
  standIn.store.put('charge', charge);
  standIn.store.put('intent', intent);
  emitEvent(standIn, 'charge.succeeded', charge);
  emitEvent(standIn, 'payment_intent.succeeded', intent);
  return intent;
}
