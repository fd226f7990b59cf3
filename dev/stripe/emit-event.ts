import Stripe from 'stripe';
import { type Emulator, unixNow } from './emulator.ts';
import { newId } from './ids.ts';
import type { EventObject } from './records.ts';

type EventType = Stripe.Event['type'];
type Subject<T extends EventType> = Extract<Stripe.Event, { type: T }>['data']['object'];

/** Records that something happened to `object`, as it is now, and hands it to the webhooks. */
export function emitEvent<T extends EventType>(
  standIn: Emulator,
  type: T,
  object: Subject<T>,
  previousAttributes?: Partial<Subject<T>>,
): void {
  const event: EventObject = {
    id: newId('evt'),
    object: 'event',
    api_version: Stripe.API_VERSION,
    created: unixNow(standIn),
    data: { object, ...(previousAttributes && { previous_attributes: previousAttributes }) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
  standIn.store.put('event', event);
  standIn.webhooks.accept(event);
}
