/** The courses that a purchase can take, and how many of a thousand take each. */
const KINDS = {
  /** Paid by card immediately. */
  card: 560,
  /** The first card is declined, the second pays. */
  'second-card': 20,
  /** Two to six buyers want the same work at the same moment; the one who gets it pays. */
  contested: 100,
  /** A bank debit that succeeds or fails. */
  'debit-paid': 60,
  'debit-failed': 40,
  /** A bank debit that fails and is paid later. */
  'debit-late': 20,
  /** The session expires unpaid. */
  expired: 60,
  /** The session expires, and then the payment arrives. */
  'expired-late': 20,
  /** The buyer cancels. */
  cancelled: 40,
  /** The buyer cancels and pays at the same moment, in two tabs. */
  'cancel-or-pay': 30,
  /** The buyer cancels, the payment arrives nevertheless, and the work is still available. */
  'late-free': 20,
  /** The buyer cancels, someone else buys the work, and then the first payment arrives. Two purchases of one work. */
  'late-sold': 15,
  /** The same, while the second buyer is still on the payment page. */
  'late-held': 15,
} as const;

export type PurchaseKind = keyof typeof KINDS;

/** A kind for one purchase. @param random 0 ≤ random < 1. */
export function chooseKind(random: number): PurchaseKind {
  let left = random * 1_000;
  for (const [kind, share] of Object.entries(KINDS)) {
    left -= share;
    if (left < 0) return kind as PurchaseKind;
  }
  return 'card';
}

/** How many checkouts a purchase of this kind starts. */
export const checkoutsOf = (kind: PurchaseKind): number => (kind === 'late-sold' || kind === 'late-held' ? 2 : 1);
