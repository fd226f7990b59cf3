import type { Transition } from '../sale/sale.ts';

/** What an endpoint can be told, with the sentence that people read when they choose. The names are stored and sent: none is renamed. */
export const WEBHOOK_EVENTS = {
  'post.published': 'A work was published',
  'post.updated': 'A published work was changed',
  'post.unpublished': 'A work left the gallery: it is a draft again',
  'post.hidden': 'A moderator has hidden a work',
  'post.shown': 'A hidden work is shown again',
  'post.sold': 'A work was sold',
  'order.paid': 'An order was paid',
  'order.refund_due': 'The payment of an order has to go back: it came too late, or its refund failed',
  'order.refunded': 'An order was refunded in full',
  'order.disputed': 'The buyer’s bank disputes a payment',
  'order.dispute_won': 'A dispute was won: the order is paid again',
  'order.dispute_lost': 'A dispute was lost: the money went back',
} as const;

export type WebhookEvent = keyof typeof WEBHOOK_EVENTS;

export const WEBHOOK_EVENT_NAMES = Object.keys(WEBHOOK_EVENTS) as WebhookEvent[];

export const isWebhookEvent = (text: string): text is WebhookEvent => Object.hasOwn(WEBHOOK_EVENTS, text);

/** What “Send a test” sends, to one endpoint, whatever it has chosen. */
export const TEST_EVENT = 'endpoint.tested';

type SoldOrder = 'PAID' | 'REFUND_DUE' | 'REFUNDED' | 'DISPUTED';

const BY_STATUS: Readonly<Record<SoldOrder, WebhookEvent>> = {
  PAID: 'order.paid',
  REFUND_DUE: 'order.refund_due',
  REFUNDED: 'order.refunded',
  DISPUTED: 'order.disputed',
};

/** What endpoints are told about a transition of a sale, in this order. Of a checkout without a payment they are told nothing. */
export function webhookEventsOf({ event, to, post }: Pick<Transition, 'event' | 'to' | 'post'>): WebhookEvent[] {
  const events: WebhookEvent[] = [];
  if (event === 'dispute-won') events.push('order.dispute_won');
  else if (event === 'dispute-lost') events.push('order.dispute_lost');
  else if (to in BY_STATUS) events.push(BY_STATUS[to as SoldOrder]);
  if (post === 'sell') events.push('post.sold');
  if (post === 'return') events.push('post.unpublished');
  return events;
}
