import type { Store } from './store.ts';
import type { WebhookSender } from './webhooks/webhook-sender.ts';

/** What every part of the Stripe emulator needs. */
export type Emulator = {
  store: Store;
  webhooks: WebhookSender;
  /** The URL for browsers, without a slash at the end. */
  publicUrl: string;
  apiKey: string;
  /** How long a delayed payment from the payment page takes to succeed or fail. */
  delayedSeconds: number;
  /** The time in Unix milliseconds. */
  clock: () => number;
  /** The initial status of new refunds, set by the test control. */
  refundStatus: 'succeeded' | 'pending';
};

/** Unix seconds, as in all of Stripe's objects. */
export function unixNow(emulator: Emulator): number {
  return Math.floor(emulator.clock() / 1000);
}
