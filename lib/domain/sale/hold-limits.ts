import type { NetworkSize } from '../network/wider-networks.ts';

/**
 * How many works can be held at a time, so that nobody blocks the gallery by opening checkouts. An account is known
 * once it has an age or a sale; every other buyer counts as anonymous, because a new account costs as little as a new
 * cookie.
 */
export const MAX_HOLDS = { anonymous: 3, known: 8 } as const;

/** From this age an account is known. */
export const KNOWN_AFTER_DAYS = 7;

/** For how long a hold that ended unpaid counts against another hold of the same work. */
export const UNPAID_HOURS = 24;

/** A hold that was cancelled sooner does not count. */
export const PAUSE_MINUTES = 5;

type NetworkLimit = {
  /** Open holds of anonymous buyers. */
  anonymous: number;
  /** Open holds of all buyers. */
  everyone: number;
  /** Holds of one work that ended unpaid; with that many there is a pause, except for accounts that have bought or sold. */
  unpaid: number;
};

/**
 * The limits of a network. An address is a household, an office, a school, or hundreds of phones behind one IPv4
 * address of their provider: six of them may check out in the same half hour without an account, and thirty altogether.
 * A /56 is what a provider gives to one household. A /48 is one organization or some hundred households, and so is an
 * IPv4 /24.
 */
export const NETWORK_LIMITS: Readonly<Record<'address' | NetworkSize, NetworkLimit>> = {
  address: { anonymous: 6, everyone: 30, unpaid: 3 },
  '/24': { anonymous: 12, everyone: 60, unpaid: 6 },
  '/56': { anonymous: 8, everyone: 40, unpaid: 4 },
  '/48': { anonymous: 12, everyone: 60, unpaid: 6 },
};
