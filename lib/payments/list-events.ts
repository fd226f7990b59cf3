import { ACCEPTED_EVENTS } from './event-stream.ts';
import { stripe } from './stripe.ts';

/** `created` in Unix seconds; `body` as a webhook would send it. */
export type ListedEvent = { id: string; type: string; created: number; body: string };

/**
 * Stripe's events that can change a sale, in pages, newest first. Stripe lists events for 30 days.
 * @param filter `since` in Unix seconds; `undelivered`: only those whose delivery is pending or failed.
 */
export async function* listEvents(filter: { since: number; undelivered?: boolean }): AsyncGenerator<ListedEvent[]> {
  let after: string | undefined;
  do {
    const page = await stripe().events.list({
      types: [...ACCEPTED_EVENTS],
      created: { gte: filter.since },
      limit: 100,
      ...(filter.undelivered && { delivery_success: false }),
      ...(after && { starting_after: after }),
    });
    yield page.data.map((event) => ({
      id: event.id,
      type: event.type,
      created: event.created,
      body: JSON.stringify(event),
    }));
    after = page.has_more ? page.data.at(-1)?.id : undefined;
  } while (after);
}
