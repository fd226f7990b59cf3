import type { DeliveryRules } from './delivery-rules.ts';

/** What becomes of one event. `copies`: how often it is sent at once by `shares`. */
export type DeliveryPlan = {
  state: 'pending' | 'held' | 'dropped';
  waitMs: number;
  copies: number;
  reordered: boolean;
};

const SHUFFLE_WITHIN_MS = 200;
const STATES = { normal: 'pending', hold: 'held', drop: 'dropped' } as const;

/** Chooses for a new event. `random` gives numbers from 0 up to 1 and is asked in the same way for every event. */
export function planDelivery({ mode, delayMs, shuffle, shares }: DeliveryRules, random: () => number): DeliveryPlan {
  const wait = shuffle ? random() * (delayMs || SHUFFLE_WITHIN_MS) : delayMs;
  if (!shares) return { state: STATES[mode], waitMs: wait, copies: 1, reordered: false };
  const [fate, order, delay] = [random(), random(), random()];
  if (fate < shares.drop) return { state: 'dropped', waitMs: 0, copies: 1, reordered: false };
  // Shares of all events, so more of those that are sent.
  const reordered = order < shares.reorder / (1 - shares.drop);
  return {
    state: STATES[mode],
    waitMs: wait + (reordered ? delay * shares.reorderMs : 0),
    copies: fate < shares.drop + shares.duplicate ? 2 : 1,
    reordered,
  };
}
