import type { Store } from './store.ts';
import type { WebhookSender } from './webhooks/webhook-sender.ts';

/** What every part of the stand-in is handed. */
export type Emulator = {
  store: Store;
  webhooks: WebhookSender;
  /** The address people's browsers use, without a slash at the end. */
  publicUrl: string;
  apiKey: string;
  /** How long a delayed payment takes to succeed or fail when the page started it. */
  delayedSeconds: number;
  /** The time in Unix milliseconds. */
  clock: () => number;
  /** How the test control wants the next refunds to begin. */
  refundStatus: 'succeeded' | 'pending';
};

/** Unix seconds, as in all of Stripe's objects. */
export function unixNow(standIn: Emulator): number {
  return Math.floor(standIn.clock() / 1000);
}
