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

/** What can happen to an order after its checkout was started. */
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

/** Whose the post is when the event arrives: held or bought by this order, for sale, or neither. */
export type PostClaim = 'own' | 'free' | 'taken';

/** The change to the post, in the same transaction. */
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
  /** The claims the transition is limited to; all if omitted. */
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

/** All transitions of an order. What is not in this table does not happen. */
export const TRANSITIONS: readonly Transition[] = [
  { from: 'HELD', event: 'completed-unpaid', to: 'PROCESSING', post: 'keep', messages: [] },
  { from: 'HELD', event: 'paid', to: 'PAID', post: 'sell', messages: SALE },
  { from: 'PROCESSING', event: 'paid', to: 'PAID', post: 'sell', messages: SALE },
  { from: 'HELD', event: 'cancelled', to: 'CANCELLED', post: 'release', messages: [] },
  { from: 'HELD', event: 'expired', to: 'EXPIRED', post: 'release', messages: [] },
  // Stripe's word that the session has expired was faster than the cancellation that expired it.
  { from: 'EXPIRED', event: 'cancelled', to: 'CANCELLED', post: 'keep', messages: [] },
  { from: 'HELD', event: 'refused', to: 'FAILED', post: 'release', messages: [] },
  { from: 'HELD', event: 'async-failed', to: 'FAILED', post: 'release', messages: [] },
  { from: 'PROCESSING', event: 'async-failed', to: 'FAILED', post: 'release', messages: [] },
  ...paidLate('CANCELLED'),
  ...paidLate('EXPIRED'),
  ...paidLate('FAILED'),
  { from: 'REFUND_DUE', event: 'refunded', to: 'REFUNDED', post: 'keep', messages: [] },
  { from: 'PAID', event: 'refunded', to: 'REFUNDED', post: 'return', messages: ['refunded', 'sale-refunded'] },
  // The bank returned the refund. The work may be for sale again, so only the money is corrected.
  { from: 'REFUNDED', event: 'refund-failed', to: 'REFUND_DUE', post: 'keep', messages: [] },
  { from: 'PAID', event: 'dispute-opened', to: 'DISPUTED', post: 'keep', messages: ['dispute-opened'] },
  { from: 'DISPUTED', event: 'dispute-won', to: 'PAID', post: 'keep', messages: ['dispute-won'] },
  { from: 'DISPUTED', event: 'dispute-lost', to: 'REFUNDED', post: 'return', messages: ['dispute-lost'] },
];

/** The transition to perform, or null: then the event is refused and only logged. */
export function transitionFor(from: OrderStatus, event: SaleEvent, claim: PostClaim): Transition | null {
  return (
    TRANSITIONS.find((row) => row.from === from && row.event === event && (row.claims?.includes(claim) ?? true)) ?? null
  );
}

const BEFORE_PAYMENT: readonly OrderStatus[] = ['HELD', 'PROCESSING', 'CANCELLED', 'EXPIRED', 'FAILED'];
const AFTER_PAYMENT: readonly OrderStatus[] = ['PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'];

/** The statuses in which an event waits: the event it follows has not been applied yet. */
const WAITS_IN: Partial<Record<SaleEvent, readonly OrderStatus[]>> = {
  refunded: BEFORE_PAYMENT,
  'dispute-opened': BEFORE_PAYMENT,
  'dispute-won': [...BEFORE_PAYMENT, 'PAID'],
  'dispute-lost': [...BEFORE_PAYMENT, 'PAID'],
};

/** The statuses in which an event says nothing new: another event or Stripe's reply was applied before. */
const KNOWN_IN: Partial<Record<SaleEvent, readonly OrderStatus[]>> = {
  'completed-unpaid': ['PROCESSING', 'FAILED', ...AFTER_PAYMENT],
  paid: AFTER_PAYMENT,
  expired: ['CANCELLED', 'EXPIRED', 'FAILED'],
  'async-failed': ['FAILED'],
  refunded: ['REFUNDED'],
  'refund-failed': ['PAID', 'REFUND_DUE'],
  'dispute-opened': ['DISPUTED'],
};

export const mustWait = (status: OrderStatus, event: SaleEvent): boolean => WAITS_IN[event]?.includes(status) ?? false;

export const isKnown = (status: OrderStatus, event: SaleEvent): boolean => KNOWN_IN[event]?.includes(status) ?? false;

/** The statuses in which an order claims its post; the index orders_one_live_per_post has the same condition. */
export const LIVE_ORDER_STATUSES = ['HELD', 'PROCESSING', 'PAID', 'DISPUTED'] as const satisfies readonly OrderStatus[];

/** How long a checkout holds a work. Stripe's shortest session is 30 minutes; one more for the request to create it. */
export const HOLD_MINUTES = 31;

/** When a hold that is placed, or gets its full time again, now ends: in whole seconds, as in Stripe's API. */
export const newHeldUntil = (now = Date.now()): Date => new Date((Math.floor(now / 1000) + HOLD_MINUTES * 60) * 1000);
