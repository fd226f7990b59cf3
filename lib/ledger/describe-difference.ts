import { describeMoney } from '#lib/domain/money/money.ts';
import type { Difference } from './check-ledger.ts';
import type { Entry } from './ledger-transaction.ts';

/** A difference as one sentence, for the command line and admin pages. */
export function describeDifference({ key, kind, orderId, stripe, ledger }: Difference): string {
  const what = `${kind} ${key} of order ${orderId}`;
  if (stripe && ledger) return `${what}: Stripe has ${describe(stripe)}, the ledger ${describe(ledger)}`;
  if (stripe) return `${what}: Stripe has ${describe(stripe)}, the ledger nothing`;
  return `${what}: the ledger has ${describe(ledger ?? [])}, Stripe nothing`;
}

function describe(entries: Entry[]): string {
  if (entries.length === 0) return 'no fee';
  return entries.map(({ account, amount, currency }) => `${account} ${describeMoney({ amount, currency })}`).join(', ');
}
