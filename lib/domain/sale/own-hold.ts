import type { Money } from '../money/money.ts';
import type { PostStatus } from './sale.ts';

/** A buyer's own order that holds a work, or has bought it. */
export type OwnHold = {
  orderId: string;
  /** `PROCESSING`: paid by a delayed method; `PAID`: the work is the buyer's. Nothing is left to do in either. */
  status: 'HELD' | 'PROCESSING' | 'PAID';
  charged: Money;
};

/** A work's state, and the buyer's own hold on it, if any. `heldUntil` is an ISO 8601 time. */
export type HoldState = { id: string; status: PostStatus; heldUntil: string | null; own: OwnHold | null };
