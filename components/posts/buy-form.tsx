import type { ReactNode } from 'react';
import type { Money } from '#lib/domain/money/money.ts';

/** The form behind “Buy”. It carries the amount that the buyer sees, which is the only one that he can be charged. */
export function BuyForm({ slug, shown, children }: { slug: string; shown: Money; children: ReactNode }) {
  return (
    <form action={`/posts/${slug}/buy`} method="post">
      <input type="hidden" name="amount" value={shown.amount} />
      <input type="hidden" name="currency" value={shown.currency} />
      {children}
    </form>
  );
}
