import type { DeliveryRules } from './delivery-rules.ts';

/** How one event is delivered. `copies`: how many times it is sent at once because of `shares`. */
export type DeliveryPlan = {
  state: 'pending' | 'held' | 'dropped';
  waitMs: number;
  copies: number;
  reordered: boolean;
};

const DEFAULT_SHUFFLE_MS = 200;
const STATES = { normal: 'pending', hold: 'held', drop: 'dropped' } as const;

/** Plans the delivery of a new event. `random` returns 0 ≤ n < 1 and is called equally often for every event. */
export function planDelivery({ mode, delayMs, shuffle, shares }: DeliveryRules, random: () => number): DeliveryPlan {
  const wait = shuffle ? random() * (delayMs || DEFAULT_SHUFFLE_MS) : delayMs;
  if (!shares) return { state: STATES[mode], waitMs: wait, copies: 1, reordered: false };
  const [fate, order, delay] = [random(), random(), random()];
  if (fate < shares.drop) return { state: 'dropped', waitMs: 0, copies: 1, reordered: false };
  // The share counts all events, so it is larger among those that are sent.
  const reordered = order < shares.reorder / (1 - shares.drop);
  return {
    state: STATES[mode],
    waitMs: wait + (reordered ? delay * shares.reorderMs : 0),
    copies: fate < shares.drop + shares.duplicate ? 2 : 1,
    reordered,
  };
}
