import { apiError } from '../api/stripe-failure.ts';
import { emitEvent } from '../emit-event.ts';
import { type Emulator, unixNow } from '../emulator.ts';
import type { IntentObject, Outcome, SessionObject, SessionRecord } from '../records.ts';
import { buildCharge } from './build-charge.ts';
import { buildIntent } from './build-intent.ts';
import type { Buyer } from './buyer.ts';
import { captureCharge } from './capture-charge.ts';
import { customerDetails } from './customer-details.ts';

/** Pays at once. A session with nothing to pay completes without a payment. @throws {StripeFailure} when it is not open. */
export function payByCard(standIn: Emulator, record: SessionRecord, buyer: Buyer): SessionObject {
  requireOpen(record);
  if (record.session.amount_total === 0) return complete(standIn, record, buyer, { payment_intent: null });
  return takeMoney(standIn, record, buyer);
}

/**
 * Takes the money of a session that is over, as when a bank's yes comes after everybody has given up on it.
 * @throws {StripeFailure} when the session is open, paid or still waits for its money.
 */
export function payLate(standIn: Emulator, record: SessionRecord, buyer: Buyer): SessionObject {
  const { session } = record;
  const intent = session.payment_intent ? standIn.store.get('intent', session.payment_intent) : undefined;
  const isOver = session.status === 'expired' || (session.status === 'complete' && session.payment_status === 'unpaid');
  if (!isOver || intent?.status === 'processing')
    throw apiError(`Session ${session.id} is not over without its money.`);
  if (session.status === 'expired') return takeMoney(standIn, record, buyer);
  const { id } = captureCharge(standIn, buildIntent(standIn, record), buyer, 'bank_debit');
  const paid: SessionObject = { ...session, payment_intent: id, payment_status: 'paid' };
  standIn.store.put('session', { ...record, session: paid });
  emitEvent(standIn, 'checkout.session.async_payment_succeeded', paid);
  return paid;
}

function takeMoney(standIn: Emulator, record: SessionRecord, buyer: Buyer): SessionObject {
  const intent = captureCharge(standIn, buildIntent(standIn, record), buyer, 'card');
  return complete(standIn, record, buyer, { payment_intent: intent.id, payment_status: 'paid' });
}

/** The card is refused: the session stays open for another try. @throws {StripeFailure} when it is not open. */
export function declineCard(standIn: Emulator, record: SessionRecord, buyer: Buyer): SessionObject {
  requireOpen(record);
  const fresh = buildIntent(standIn, record);
  const charge = buildCharge(standIn, fresh, buyer, { method: 'card', paid: false });
  const intent = failIntent(fresh, charge.id, 'Your card was declined.');
  const session = { ...record.session, payment_intent: intent.id };
  standIn.store.put('charge', charge);
  standIn.store.put('intent', intent);
  standIn.store.put('session', { ...record, session });
  emitEvent(standIn, 'charge.failed', charge);
  emitEvent(standIn, 'payment_intent.payment_failed', intent);
  return session;
}

/**
 * Completes the session with a payment that is still under way.
 * @param outcome what becomes of it after the stand-in's delay; null leaves it to the test control.
 * @throws {StripeFailure} when the session is not open.
 */
export function payDelayed(
  standIn: Emulator,
  record: SessionRecord,
  buyer: Buyer,
  outcome: Outcome | null,
): SessionObject {
  requireOpen(record);
  if (record.session.amount_total === 0) return complete(standIn, record, buyer, { payment_intent: null });
  const intent: IntentObject = { ...buildIntent(standIn, record), status: 'processing', last_payment_error: null };
  standIn.store.put('intent', intent);
  const settlement = outcome && { at: unixNow(standIn) + standIn.delayedSeconds, outcome };
  emitEvent(standIn, 'payment_intent.processing', intent);
  return complete(standIn, { ...record, settlement }, buyer, { payment_intent: intent.id });
}

/** Ends a payment that is under way. @throws {StripeFailure} when there is none. */
export function settleSession(standIn: Emulator, record: SessionRecord, outcome: Outcome): SessionObject {
  const { session } = record;
  const intent = session.payment_intent ? standIn.store.get('intent', session.payment_intent) : undefined;
  if (intent?.status !== 'processing') throw apiError(`Session ${session.id} has no payment under way.`);
  const details = session.customer_details;
  const buyer = {
    email: details?.email ?? '',
    name: details?.name ?? '',
    country: details?.address?.country ?? '',
  };
  if (outcome === 'succeeded') {
    captureCharge(standIn, intent, buyer, 'bank_debit');
    const paid: SessionObject = { ...session, payment_status: 'paid' };
    standIn.store.put('session', { ...record, session: paid, settlement: null });
    emitEvent(standIn, 'checkout.session.async_payment_succeeded', paid);
    return paid;
  }
  const charge = buildCharge(standIn, intent, buyer, { method: 'bank_debit', paid: false });
  const failed = failIntent(intent, charge.id, 'The bank returned the debit.');
  standIn.store.put('charge', charge);
  standIn.store.put('intent', failed);
  standIn.store.put('session', { ...record, settlement: null });
  emitEvent(standIn, 'payment_intent.payment_failed', failed);
  emitEvent(standIn, 'checkout.session.async_payment_failed', session);
  return session;
}

function complete(
  standIn: Emulator,
  record: SessionRecord,
  buyer: Buyer,
  changes: Partial<SessionObject>,
): SessionObject {
  const session: SessionObject = {
    ...record.session,
    ...changes,
    status: 'complete',
    url: null,
    customer_details: customerDetails(buyer),
  };
  standIn.store.put('session', { ...record, session });
  emitEvent(standIn, 'checkout.session.completed', session);
  return session;
}

function failIntent(intent: IntentObject, charge: string, message: string): IntentObject {
  return {
    ...intent,
    status: 'requires_payment_method',
    latest_charge: charge,
    last_payment_error: { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline', message, charge },
  };
}

function requireOpen({ session }: SessionRecord): void {
  if (session.status !== 'open') throw apiError(`This Checkout Session has a status of \`${session.status}\`.`);
}
