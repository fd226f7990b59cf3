import { seededRandom } from '../../seeded-random.ts';
import type { DeliveryRecord, EventObject } from '../records.ts';
import type { Store } from '../store.ts';
import { type DeliveryRules, NORMAL_DELIVERY } from './delivery-rules.ts';
import { planDelivery } from './plan-delivery.ts';
import { signPayload } from './sign-payload.ts';

const BACKOFF_SECONDS = [1, 2, 5, 15, 60, 300, 1_800, 3_600, 10_800, 21_600];
const GIVE_UP_AFTER_SECONDS = 3 * 24 * 3_600;
const RESPONSE_TIMEOUT_MS = 10_000;

export type WebhookOptions = { store: Store; url: string; secrets: string[]; clock: () => number };

/** What the rules did since they were set. */
type DeliveryCounts = { events: number; dropped: number; duplicated: number; reordered: number };

/** Delivers events to the webhook endpoint at once, then retries for three days until it responds 2xx. */
export class WebhookSender {
  counts: DeliveryCounts = { events: 0, dropped: 0, duplicated: 0, reordered: 0 };
  #rules: DeliveryRules = NORMAL_DELIVERY;
  #random: () => number = Math.random;
  #options: WebhookOptions;
  #pending: Set<string>;
  #inFlight = new Map<string, Promise<void>>();
  #closing = new AbortController();

  constructor(options: WebhookOptions) {
    this.#options = options;
    const waiting = options.store.list('delivery').filter(({ state }) => state === 'pending');
    this.#pending = new Set(waiting.map(({ id }) => id).reverse());
  }

  get rules(): DeliveryRules {
    return this.#rules;
  }

  set rules(rules: DeliveryRules) {
    this.#rules = rules;
    this.#random = rules.shares ? seededRandom(rules.shares.seed) : Math.random;
    this.counts = { events: 0, dropped: 0, duplicated: 0, reordered: 0 };
  }

  /** Delivers a new event as the rules say. */
  accept(event: EventObject): void {
    const now = this.#options.clock();
    const { state, waitMs, copies, reordered } = planDelivery(this.#rulesFor(event), this.#random);
    this.counts.events += 1;
    if (state === 'dropped') this.counts.dropped += 1;
    if (copies > 1) this.counts.duplicated += 1;
    if (reordered) this.counts.reordered += 1;
    const delivery = { id: event.id, state, attempts: 0, nextAttemptAt: now + waitMs, lastAnswer: null, copies };
    this.#save(delivery);
    if (state === 'pending' && waitMs === 0) void this.#start(delivery);
  }

  /** Starts every delivery that is due. */
  sendDue(): void {
    const now = this.#options.clock();
    for (const id of this.#pending) {
      const delivery = this.#options.store.get('delivery', id);
      if (delivery && delivery.nextAttemptAt <= now) this.#start(delivery);
    }
  }

  /** Moves the next attempt of every pending delivery `seconds` earlier. */
  age(seconds: number): void {
    for (const id of this.#pending) {
      const delivery = this.#options.store.get('delivery', id);
      if (delivery) this.#save({ ...delivery, nextAttemptAt: delivery.nextAttemptAt - seconds * 1000 });
    }
    this.sendDue();
  }

  /** Sends one event now, whatever its delivery state, which does not change. @returns statuses, or errors as text. */
  async deliver(event: EventObject, times: number, concurrent: boolean): Promise<(number | string)[]> {
    if (concurrent) return Promise.all(Array.from({ length: times }, () => this.#post(event)));
    const responses: (number | string)[] = [];
    for (let sent = 0; sent < times; sent += 1) responses.push(await this.#post(event));
    return responses;
  }

  /**
   * Delivers the held events one after the other: those in `order` first, then the others, oldest first, or in random
   * order with `shuffle`.
   * @returns the ids in the order of delivery.
   */
  async flush(order: string[] = []): Promise<string[]> {
    const held = this.#options.store
      .list('delivery')
      .filter(({ state }) => state === 'held')
      .map(({ id }) => id)
      .reverse();
    if (this.rules.shuffle) held.sort(() => Math.random() - 0.5);
    const ids = [...order.filter((id) => held.includes(id)), ...held.filter((id) => !order.includes(id))];
    for (const id of ids) {
      const delivery = this.#options.store.get('delivery', id);
      if (!delivery) continue;
      this.#save({ ...delivery, state: 'pending' });
      await this.#start({ ...delivery, state: 'pending' });
    }
    return ids;
  }

  /** Aborts the deliveries in flight; they stay pending and are sent again after the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#inFlight.values());
  }

  #rulesFor(event: EventObject): DeliveryRules {
    const { types } = this.#rules;
    return !types || types.includes(event.type) ? this.#rules : NORMAL_DELIVERY;
  }

  #start(delivery: DeliveryRecord): Promise<void> {
    const running =
      this.#inFlight.get(delivery.id) ?? this.#attempt(delivery).finally(() => this.#inFlight.delete(delivery.id));
    this.#inFlight.set(delivery.id, running);
    return running;
  }

  async #attempt(delivery: DeliveryRecord): Promise<void> {
    const event = this.#options.store.get('event', delivery.id);
    if (!event) return;
    const copies = Math.max(this.#rulesFor(event).duplicate, delivery.copies ?? 1);
    const responses = await this.deliver(event, copies, true);
    if (this.#closing.signal.aborted) return;
    const refused = responses.find((response) => !isSuccess(response));
    const attempts = delivery.attempts + 1;
    if (refused === undefined) {
      this.#options.store.put('event', { ...event, pending_webhooks: 0 });
      this.#save({ ...delivery, state: 'delivered', attempts, lastAnswer: responses[0] ?? null });
      return;
    }
    const now = this.#options.clock();
    const delay = BACKOFF_SECONDS[Math.min(delivery.attempts, BACKOFF_SECONDS.length - 1)] ?? 1;
    const givenUp = now / 1000 - event.created > GIVE_UP_AFTER_SECONDS;
    const nextAttemptAt = now + delay * 1000;
    this.#save({ ...delivery, state: givenUp ? 'failed' : 'pending', attempts, nextAttemptAt, lastAnswer: refused });
  }

  async #post(event: EventObject): Promise<number | string> {
    const { url, secrets } = this.#options;
    const body = JSON.stringify({ ...event, pending_webhooks: 1 }, null, 2);
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          // The response body is not used, so compressing it would be wasted work.
          'accept-encoding': 'identity',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          // The real time, whatever the emulator's clock says: receivers refuse old signatures.
          'stripe-signature': signPayload(body, secrets, Math.floor(Date.now() / 1000)),
        },
      });
      await response.arrayBuffer();
      return response.status;
    } catch (error) {
      return reasonOf(error);
    }
  }

  #save(delivery: DeliveryRecord): void {
    this.#options.store.put('delivery', delivery);
    if (delivery.state === 'pending') this.#pending.add(delivery.id);
    else this.#pending.delete(delivery.id);
  }
}

function isSuccess(response: number | string): boolean {
  return typeof response === 'number' && response >= 200 && response < 300;
}

/** `fetch` only says that it failed; the reason is in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
