import { apiError } from '../api/stripe-failure.ts';
import { emitEvent } from '../emit-event.ts';
import { type Emulator, unixNow } from '../emulator.ts';
import type { IntentObject, Outcome, SessionObject, SessionRecord } from '../records.ts';
import { buildCharge } from './build-charge.ts';
import { buildIntent } from './build-intent.ts';
import type { Buyer } from './buyer.ts';
import { captureCharge } from './capture-charge.ts';
import { customerDetails } from './customer-details.ts';

/** Pays immediately. A session with total 0 completes without a payment. @throws {StripeFailure} if it is not open. */
export function payByCard(emulator: Emulator, record: SessionRecord, buyer: Buyer): SessionObject {
  requireOpen(record);
  if (record.session.amount_total === 0) return complete(emulator, record, buyer, { payment_intent: null });
  return chargeCard(emulator, record, buyer);
}

/**
 * Pays a session that has expired or failed, as if a bank confirmed the payment after everyone had given up on it.
 * @throws {StripeFailure} if the session is open, paid or its payment is still processing.
 */
export function payLate(emulator: Emulator, record: SessionRecord, buyer: Buyer): SessionObject {
  const { session } = record;
  const intent = session.payment_intent ? emulator.store.get('intent', session.payment_intent) : undefined;
  const isOver = session.status === 'expired' || (session.status === 'complete' && session.payment_status === 'unpaid');
  if (!isOver || intent?.status === 'processing')
    throw apiError(`Session ${session.id} has neither expired nor failed.`);
  if (session.status === 'expired') return chargeCard(emulator, record, buyer);
  const { id } = captureCharge(emulator, buildIntent(emulator, record), buyer, 'bank_debit');
  const paid: SessionObject = { ...session, payment_intent: id, payment_status: 'paid' };
  emulator.store.put('session', { ...record, session: paid });
  emitEvent(emulator, 'checkout.session.async_payment_succeeded', paid);
  return paid;
}

function chargeCard(emulator: Emulator, record: SessionRecord, buyer: Buyer): SessionObject {
  const intent = captureCharge(emulator, buildIntent(emulator, record), buyer, 'card');
  return complete(emulator, record, buyer, { payment_intent: intent.id, payment_status: 'paid' });
}

/** Declines the card; the session stays open for another attempt. @throws {StripeFailure} if it is not open. */
export function declineCard(emulator: Emulator, record: SessionRecord, buyer: Buyer): SessionObject {
  requireOpen(record);
  const fresh = buildIntent(emulator, record);
  const charge = buildCharge(emulator, fresh, buyer, { method: 'card', paid: false });
  const intent = failIntent(fresh, charge.id, 'Your card was declined.');
  const session = { ...record.session, payment_intent: intent.id };
  emulator.store.put('charge', charge);
  emulator.store.put('intent', intent);
  emulator.store.put('session', { ...record, session });
  emitEvent(emulator, 'charge.failed', charge);
  emitEvent(emulator, 'payment_intent.payment_failed', intent);
  return session;
}

/**
 * Completes the session with a payment that is still processing.
 * @param outcome of the payment after the emulator's delay; null leaves it to the test control.
 * @throws {StripeFailure} if the session is not open.
 */
export function payDelayed(
  emulator: Emulator,
  record: SessionRecord,
  buyer: Buyer,
  outcome: Outcome | null,
): SessionObject {
  requireOpen(record);
  if (record.session.amount_total === 0) return complete(emulator, record, buyer, { payment_intent: null });
  const intent: IntentObject = { ...buildIntent(emulator, record), status: 'processing', last_payment_error: null };
  emulator.store.put('intent', intent);
  const settlement = outcome && { at: unixNow(emulator) + emulator.delayedSeconds, outcome };
  emitEvent(emulator, 'payment_intent.processing', intent);
  return complete(emulator, { ...record, settlement }, buyer, { payment_intent: intent.id });
}

/** Ends a payment that is processing. @throws {StripeFailure} if there is none. */
export function settleSession(emulator: Emulator, record: SessionRecord, outcome: Outcome): SessionObject {
  const { session } = record;
  const intent = session.payment_intent ? emulator.store.get('intent', session.payment_intent) : undefined;
  if (intent?.status !== 'processing') throw apiError(`Session ${session.id} has no payment that is processing.`);
  const details = session.customer_details;
  const buyer = {
    email: details?.email ?? '',
    name: details?.name ?? '',
    country: details?.address?.country ?? '',
  };
  if (outcome === 'succeeded') {
    captureCharge(emulator, intent, buyer, 'bank_debit');
    const paid: SessionObject = { ...session, payment_status: 'paid' };
    emulator.store.put('session', { ...record, session: paid, settlement: null });
    emitEvent(emulator, 'checkout.session.async_payment_succeeded', paid);
    return paid;
  }
  const charge = buildCharge(emulator, intent, buyer, { method: 'bank_debit', paid: false });
  const failed = failIntent(intent, charge.id, 'The bank returned the debit.');
  emulator.store.put('charge', charge);
  emulator.store.put('intent', failed);
  emulator.store.put('session', { ...record, settlement: null });
  emitEvent(emulator, 'payment_intent.payment_failed', failed);
  emitEvent(emulator, 'checkout.session.async_payment_failed', session);
  return session;
}

function complete(
  emulator: Emulator,
  record: SessionRecord,
  buyer: Buyer,
  changes: Partial<SessionObject>,
): SessionObject {
  const session: SessionObject = {
    ...record.session,
    ...changes,
    status: 'complete',
    url: null,
    consent:
      record.session.consent_collection?.terms_of_service === 'required'
        ? { promotions: null, terms_of_service: 'accepted' }
        : null,
    customer_details: customerDetails(buyer),
  };
  emulator.store.put('session', { ...record, session });
  emitEvent(emulator, 'checkout.session.completed', session);
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
