import type { Money } from '../money/money.ts';
import type { PostStatus } from './sale.ts';

/** A buyer's own order that holds a work. */
export type OwnHold = {
  orderId: string;
  /** `PROCESSING`: paid by a delayed method, and nothing is left to do. */
  status: 'HELD' | 'PROCESSING';
  charged: Money;
};

/** A work's state, and the buyer's own hold on it, if any. `heldUntil` is an ISO 8601 time. */
export type HoldState = { id: string; status: PostStatus; heldUntil: string | null; own: OwnHold | null };
