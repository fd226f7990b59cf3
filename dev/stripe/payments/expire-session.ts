import { apiError } from '../api/stripe-failure.ts';
import { emitEvent } from '../emit-event.ts';
import { type Emulator, unixNow } from '../emulator.ts';
import type { SessionObject, SessionRecord } from '../records.ts';

/** Expires an open session, by request or at its time. @throws {StripeFailure} if it is not open. */
export function expireSession(emulator: Emulator, record: SessionRecord): SessionObject {
  if (record.session.status !== 'open') {
    throw apiError(
      'Only Checkout Sessions with a status in ["open"] can be expired. ' +
        `This Checkout Session has a status of \`${record.session.status}\`.`,
    );
  }
  const session: SessionObject = { ...record.session, status: 'expired', url: null };
  emulator.store.put('session', { ...record, session });
  const intent = session.payment_intent && emulator.store.get('intent', session.payment_intent);
  if (intent) {
    const canceled = { ...intent, status: 'canceled', canceled_at: unixNow(emulator) };
    emulator.store.put('intent', { ...canceled, cancellation_reason: 'expired' });
  }
  emitEvent(emulator, 'checkout.session.expired', session);
  return session;
}
