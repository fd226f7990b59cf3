/** The ways in which a purchase may go, and how many of a thousand go so. */
const KINDS = {
  /** Paid by card at once. */
  card: 560,
  /** The first card is declined, the second pays. */
  'second-card': 20,
  /** Two to six want the same work at the same moment; who gets it pays. */
  contested: 100,
  /** A bank debit that comes, or does not. */
  'debit-paid': 60,
  'debit-failed': 40,
  /** It does not come, and then it comes after all. */
  'debit-late': 20,
  /** Nobody pays until Stripe ends the session. */
  expired: 60,
  /** Stripe has ended the session, and then the money comes. */
  'expired-late': 20,
  /** The buyer goes back to the shop. */
  cancelled: 40,
  /** He goes back and pays at the same moment, in two tabs. */
  'cancel-or-pay': 30,
  /** He goes back, the money comes all the same, and the work is still free. */
  'late-free': 20,
  /** He goes back, somebody else buys the work, and then his money comes. Two purchases of one work. */
  'late-sold': 15,
  /** The same, while the other one is still on Stripe's page. */
  'late-held': 15,
} as const;

export type PurchaseKind = keyof typeof KINDS;

/** A kind for one purchase. @param random from 0 up to 1. */
export function chooseKind(random: number): PurchaseKind {
  let left = random * 1_000;
  for (const [kind, share] of Object.entries(KINDS)) {
    left -= share;
    if (left < 0) return kind as PurchaseKind;
  }
  return 'card';
}

/** How many checkouts a purchase of this kind begins. */
export const checkoutsOf = (kind: PurchaseKind): number => (kind === 'late-sold' || kind === 'late-held' ? 2 : 1);
