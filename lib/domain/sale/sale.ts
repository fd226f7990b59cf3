export const ORDER_STATUSES = [
  'HELD',
  'PROCESSING',
  'PAID',
  'CANCELLED',
  'EXPIRED',
  'FAILED',
  'REFUND_DUE',
  'REFUNDED',
  'DISPUTED',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export type PostStatus = 'DRAFT' | 'LISTED' | 'SOLD';

/** What can happen to an order after its checkout has started. */
export const SALE_EVENTS = [
  'completed-unpaid',
  'paid',
  'cancelled',
  'expired',
  'async-failed',
  'refused',
  'refunded',
  'refund-failed',
  'dispute-opened',
  'dispute-won',
  'dispute-lost',
] as const;
export type SaleEvent = (typeof SALE_EVENTS)[number];

/** Whose the post is when the event arrives: held or sold by this order, free for sale, or neither. */
export type PostClaim = 'own' | 'free' | 'taken';

/** What happens to the post in the same transaction. */
type PostEffect = 'keep' | 'sell' | 'release' | 'return';

export type MessageKind =
  | 'bought'
  | 'sold'
  | 'late-payment'
  | 'refunded'
  | 'sale-refunded'
  | 'dispute-opened'
  | 'dispute-won'
  | 'dispute-lost';

export type Transition = {
  from: OrderStatus;
  event: SaleEvent;
  /** The transition holds only for these claims; left out, for every one. */
  claims?: readonly PostClaim[];
  to: OrderStatus;
  post: PostEffect;
  messages: readonly MessageKind[];
};

const SALE = ['bought', 'sold'] as const;
const paidLate = (from: OrderStatus): Transition[] => [
  { from, event: 'paid', claims: ['free'], to: 'PAID', post: 'sell', messages: SALE },
  { from, event: 'paid', claims: ['own', 'taken'], to: 'REFUND_DUE', post: 'keep', messages: ['late-payment'] },
];

/** The whole life of an order. What is not in this table does not happen. */
export const TRANSITIONS: readonly Transition[] = [
  { from: 'HELD', event: 'completed-unpaid', to: 'PROCESSING', post: 'keep', messages: [] },
  { from: 'HELD', event: 'paid', to: 'PAID', post: 'sell', messages: SALE },
  { from: 'PROCESSING', event: 'paid', to: 'PAID', post: 'sell', messages: SALE },
  { from: 'HELD', event: 'cancelled', to: 'CANCELLED', post: 'release', messages: [] },
  { from: 'HELD', event: 'expired', to: 'EXPIRED', post: 'release', messages: [] },
  { from: 'HELD', event: 'refused', to: 'FAILED', post: 'release', messages: [] },
  { from: 'HELD', event: 'async-failed', to: 'FAILED', post: 'release', messages: [] },
  { from: 'PROCESSING', event: 'async-failed', to: 'FAILED', post: 'release', messages: [] },
  ...paidLate('CANCELLED'),
  ...paidLate('EXPIRED'),
  ...paidLate('FAILED'),
  { from: 'REFUND_DUE', event: 'refunded', to: 'REFUNDED', post: 'keep', messages: [] },
  { from: 'PAID', event: 'refunded', to: 'REFUNDED', post: 'return', messages: ['refunded', 'sale-refunded'] },
  // The bank sent the money back. The work may be on sale again, so only the money is put right.
  { from: 'REFUNDED', event: 'refund-failed', to: 'REFUND_DUE', post: 'keep', messages: [] },
  { from: 'PAID', event: 'dispute-opened', to: 'DISPUTED', post: 'keep', messages: ['dispute-opened'] },
  { from: 'DISPUTED', event: 'dispute-won', to: 'PAID', post: 'keep', messages: ['dispute-won'] },
  { from: 'DISPUTED', event: 'dispute-lost', to: 'REFUNDED', post: 'return', messages: ['dispute-lost'] },
];

/** The one transition that applies, or null: then the event is refused and only logged. */
export function transitionFor(from: OrderStatus, event: SaleEvent, claim: PostClaim): Transition | null {
  return (
    TRANSITIONS.find((row) => row.from === from && row.event === event && (row.claims?.includes(claim) ?? true)) ?? null
  );
}

const BEFORE_PAYMENT: readonly OrderStatus[] = ['HELD', 'PROCESSING', 'CANCELLED', 'EXPIRED', 'FAILED'];
const AFTER_PAYMENT: readonly OrderStatus[] = ['PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'];

/** When an event came before the one that it follows: it waits until that one is applied. */
const TOO_EARLY: Partial<Record<SaleEvent, readonly OrderStatus[]>> = {
  refunded: BEFORE_PAYMENT,
  'dispute-opened': BEFORE_PAYMENT,
  'dispute-won': [...BEFORE_PAYMENT, 'PAID'],
  'dispute-lost': [...BEFORE_PAYMENT, 'PAID'],
};

/** When an event says what is known already, by another event or from Stripe's answer. */
const KNOWN: Partial<Record<SaleEvent, readonly OrderStatus[]>> = {
  'completed-unpaid': ['PROCESSING', 'FAILED', ...AFTER_PAYMENT],
  paid: AFTER_PAYMENT,
  expired: ['CANCELLED', 'EXPIRED', 'FAILED'],
  'async-failed': ['FAILED'],
  refunded: ['REFUNDED'],
  'refund-failed': ['PAID', 'REFUND_DUE'],
  'dispute-opened': ['DISPUTED'],
};

export const isTooEarly = (status: OrderStatus, event: SaleEvent): boolean =>
  TOO_EARLY[event]?.includes(status) ?? false;

export const isKnown = (status: OrderStatus, event: SaleEvent): boolean => KNOWN[event]?.includes(status) ?? false;

/** The statuses in which an order has its post for itself; the index orders_one_live_per_post says the same. */
export const LIVE_ORDER_STATUSES = ['HELD', 'PROCESSING', 'PAID', 'DISPUTED'] as const satisfies readonly OrderStatus[];

/** How long a checkout holds a work. Stripe's shortest session is 30 minutes; one more is for the way there. */
export const HOLD_MINUTES = 31;
