import Stripe from 'stripe';
import { type Emulator, unixNow } from './emulator.ts';
import { newId } from './ids.ts';
import type { EventObject } from './records.ts';

type EventType = Stripe.Event['type'];
type Subject<T extends EventType> = Extract<Stripe.Event, { type: T }>['data']['object'];

/** Stores an event with `object` in its current state and delivers it to the webhook endpoint. */
export function emitEvent<T extends EventType>(
  emulator: Emulator,
  type: T,
  object: Subject<T>,
  previousAttributes?: Partial<Subject<T>>,
): void {
  const event: EventObject = {
    id: newId('evt'),
    object: 'event',
    api_version: Stripe.API_VERSION,
    created: unixNow(emulator),
    data: { object, ...(previousAttributes && { previous_attributes: previousAttributes }) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
  emulator.store.put('event', event);
  emulator.webhooks.accept(event);
}
