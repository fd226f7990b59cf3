import type { OrderStatus } from './sale.ts';

/** Which orders a list has: those to which everything applies. '', null and false for what does not matter. */
export type OrderFilter = {
  status: OrderStatus | null;
  /** Only those that need attention. */
  flagged: boolean;
  /** Only those whose refund is asked for or due, and not done. */
  refunding: boolean;
  /** The artist's username. */
  artist: string;
  /** The work's slug. */
  work: string;
  /** The buyer's whole email, regardless of case. */
  email: string;
  /** The order's id. */
  order: string;
  currency: string;
  /** When the order was placed. */
  from: Date | null;
  /** The first moment that is too late. */
  until: Date | null;
};

/** Every order. */
export const ALL_ORDERS: OrderFilter = {
  ...{ status: null, flagged: false, refunding: false, artist: '', work: '', email: '', order: '', currency: '' },
  ...{ from: null, until: null },
};
