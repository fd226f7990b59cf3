import { setTimeout as sleep } from 'node:timers/promises';
import { messageBody } from '#lib/domain/webhooks/endpoint.ts';
import { env } from '#lib/env.ts';
import { logFailure } from '#lib/logger.ts';
import { type ClaimedDelivery, claimDeliveries } from './claim-deliveries.ts';
import { secretText } from './endpoint-secret.ts';
import { recordAttempt, returnAttempt } from './record-attempt.ts';
import { type SendResult, sendWebhook } from './send-webhook.ts';
import { signedHeaders } from './sign-message.ts';

/** Attempts at the same time: of all, and of those at endpoints whose last one has failed, as these often take ten seconds. */
const PLACES = { all: 64, failing: 32 } as const;
const POLL_MS = 250;
/** The least time between two looks for what is due. */
const MIN_POLL_MS = 20;
/** How long the worker waits for running attempts when it stops; it is killed some seconds later. */
const STOP_MS = 5_000;

const UNREADABLE_SECRET = 'The signing secret cannot be read, because NEXTAUTH_SECRET was changed. Please replace it.';

/** The attempts of this process. */
export class WebhookDeliverer {
  readonly #running = new Map<Promise<void>, ClaimedDelivery>();
  readonly #interrupt = new AbortController();

  /** Starts what is due and has a place. @returns how many */
  async start(): Promise<number> {
    const failing = [...this.#running.values()].filter(({ isFailing }) => isFailing).length;
    const claimed = await claimDeliveries({
      all: PLACES.all - this.#running.size,
      failing: Math.max(0, PLACES.failing - failing),
    });
    for (const delivery of claimed) {
      const attempt = attemptDelivery(delivery, this.#interrupt.signal).finally(() => this.#running.delete(attempt));
      this.#running.set(attempt, delivery);
    }
    return claimed.length;
  }

  /** Until one of them ends; forever if there is none. */
  next(): Promise<void> {
    return Promise.race([...this.#running.keys(), new Promise<void>(() => {})]);
  }

  /** Until all have ended. @param timeoutMs then those that still run are interrupted. */
  async end(timeoutMs: number): Promise<void> {
    const timer = setTimeout(() => this.#interrupt.abort(), timeoutMs);
    await Promise.all(this.#running.keys());
    clearTimeout(timer);
  }
}

/**
 * Delivers webhooks until `stop`, several at the same time. Any number of workers may do so. Each delivery succeeds once,
 * unless a worker dies between the response and the row, or is interrupted: then the endpoint gets the same `webhook-id`
 * a second time.
 */
export async function deliverWebhooks(stop: AbortSignal): Promise<void> {
  const deliverer = new WebhookDeliverer();
  try {
    while (!stop.aborted) {
      await deliverer.start();
      await pause(MIN_POLL_MS, stop);
      await Promise.race([deliverer.next(), pause(POLL_MS, stop)]);
    }
  } finally {
    await deliverer.end(STOP_MS);
  }
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => {});

async function attemptDelivery(delivery: ClaimedDelivery, interrupt: AbortSignal): Promise<void> {
  try {
    const result = await send(delivery, interrupt);
    await (result ? recordAttempt(delivery, result) : returnAttempt(delivery));
  } catch (error) {
    // It is attempted again when its lease ends.
    logFailure('the attempt to deliver a webhook could not be recorded', error, { deliveryId: delivery.id });
  }
}

async function send(delivery: ClaimedDelivery, interrupt: AbortSignal): Promise<SendResult | null> {
  const { endpointId, messageId, url, secret, previousSecret } = delivery;
  const body = messageBody(delivery);
  const current = secretText(endpointId, secret);
  const previous = previousSecret && secretText(endpointId, previousSecret);
  if (!current) return { status: null, error: UNREADABLE_SECRET, durationMs: 0 };
  const headers = {
    'content-type': 'application/json',
    'user-agent': `MakeYourSpace-Webhooks (+${env().NEXTAUTH_URL})`,
    ...signedHeaders(messageId, body, [current, ...(previous ? [previous] : [])], new Date()),
  };
  return sendWebhook({ url, headers, body }, interrupt);
}
