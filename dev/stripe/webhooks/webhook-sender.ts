import { seededRandom } from '../../seeded-random.ts';
import type { DeliveryRecord, EventObject } from '../records.ts';
import type { Store } from '../store.ts';
import { type DeliveryRules, NORMAL_DELIVERY } from './delivery-rules.ts';
import { planDelivery } from './plan-delivery.ts';
import { signPayload } from './sign-payload.ts';

const BACKOFF_SECONDS = [1, 2, 5, 15, 60, 300, 1_800, 3_600, 10_800, 21_600];
const GIVE_UP_AFTER_SECONDS = 3 * 24 * 3_600;
const ANSWER_TIMEOUT_MS = 10_000;

export type WebhookOptions = { store: Store; url: string; secrets: string[]; clock: () => number };

/** What the rules have done since they were set. */
type DeliveryCounts = { events: number; dropped: number; duplicated: number; reordered: number };

/** Delivers events to the shop: at once, then again and again for three days until it answers 2xx. */
export class WebhookSender {
  counts: DeliveryCounts = { events: 0, dropped: 0, duplicated: 0, reordered: 0 };
  #rules: DeliveryRules = NORMAL_DELIVERY;
  #random: () => number = Math.random;
  #options: WebhookOptions;
  #pending: Set<string>;
  #underWay = new Map<string, Promise<void>>();
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

  /** Takes a new event and does with it what the rules say. */
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

  /** Starts every delivery whose time has come. */
  sendDue(): void {
    const now = this.#options.clock();
    for (const id of this.#pending) {
      const delivery = this.#options.store.get('delivery', id);
      if (delivery && delivery.nextAttemptAt <= now) this.#start(delivery);
    }
  }

  /** Makes everything that waits for its next try `seconds` older. */
  age(seconds: number): void {
    for (const id of this.#pending) {
      const delivery = this.#options.store.get('delivery', id);
      if (delivery) this.#save({ ...delivery, nextAttemptAt: delivery.nextAttemptAt - seconds * 1000 });
    }
    this.sendDue();
  }

  /** Delivers one event now, whatever its state, which stays. @returns the shop's answers. */
  async deliver(event: EventObject, times: number, concurrent: boolean): Promise<(number | string)[]> {
    if (concurrent) return Promise.all(Array.from({ length: times }, () => this.#post(event)));
    const answers: (number | string)[] = [];
    for (let sent = 0; sent < times; sent += 1) answers.push(await this.#post(event));
    return answers;
  }

  /**
   * Delivers what was held, one after the other: those named in `order` first, then the others, oldest
   * first, or in any order with `shuffle`. @returns the ids in the order of delivery.
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

  /** Cuts off what is under way; it stays pending and is sent again after the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#underWay.values());
  }

  #rulesFor(event: EventObject): DeliveryRules {
    const { types } = this.#rules;
    return !types || types.includes(event.type) ? this.#rules : NORMAL_DELIVERY;
  }

  #start(delivery: DeliveryRecord): Promise<void> {
    const running =
      this.#underWay.get(delivery.id) ?? this.#attempt(delivery).finally(() => this.#underWay.delete(delivery.id));
    this.#underWay.set(delivery.id, running);
    return running;
  }

  async #attempt(delivery: DeliveryRecord): Promise<void> {
    const event = this.#options.store.get('event', delivery.id);
    if (!event) return;
    const copies = Math.max(this.#rulesFor(event).duplicate, delivery.copies ?? 1);
    const answers = await this.deliver(event, copies, true);
    if (this.#closing.signal.aborted) return;
    const refused = answers.find((answer) => !isSuccess(answer));
    const attempts = delivery.attempts + 1;
    if (refused === undefined) {
      this.#options.store.put('event', { ...event, pending_webhooks: 0 });
      this.#save({ ...delivery, state: 'delivered', attempts, lastAnswer: answers[0] ?? null });
      return;
    }
    const now = this.#options.clock();
    const pause = BACKOFF_SECONDS[Math.min(delivery.attempts, BACKOFF_SECONDS.length - 1)] ?? 1;
    const givenUp = now / 1000 - event.created > GIVE_UP_AFTER_SECONDS;
    const nextAttemptAt = now + pause * 1000;
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
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          // Nobody reads the answer, so it need not be packed.
          'accept-encoding': 'identity',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          // Always the true time: receivers refuse a signature that is too old.
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

function isSuccess(answer: number | string): boolean {
  return typeof answer === 'number' && answer >= 200 && answer < 300;
}

/** `fetch` itself only says that it failed; the cause knows why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
