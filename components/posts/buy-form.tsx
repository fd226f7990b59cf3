import type { ReactNode } from 'react';
import type { Money } from '#lib/domain/money/money.ts';

/** The form behind “Buy”. It submits the amount that the buyer sees: no other amount may be charged. */
export function BuyForm({ slug, shown, children }: { slug: string; shown: Money; children: ReactNode }) {
  return (
    <form action={`/posts/${slug}/buy`} method="post">
      <input type="hidden" name="amount" value={shown.amount} />
      <input type="hidden" name="currency" value={shown.currency} />
      {children}
    </form>
  );
}
