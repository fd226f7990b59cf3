import { stripe } from './stripe.ts';
import { type BalanceSource, balanceSourceSchema } from './stripe-objects.ts';

/** Money that moved on our balance at Stripe, for a charge, a refund or a dispute. */
export type BalanceTransaction = {
  id: string;
  /** Unix seconds. */
  created: number;
  /** Gross, signed: what came in is positive. Minor units of `currency`, that of the balance. */
  amount: number;
  fee: number;
  currency: string;
  source: BalanceSource;
};

/** What moved since a moment (Unix seconds), the newest first, page by page. Payouts and the like are left out. */
export async function* listBalanceTransactions(since: number): AsyncGenerator<BalanceTransaction[]> {
  let after: string | undefined;
  do {
    const page = await stripe().balanceTransactions.list({
      created: { gte: since },
      limit: 100,
      expand: ['data.source'],
      ...(after && { starting_after: after }),
    });
    yield page.data.flatMap(({ id, created, amount, fee, currency, source }) => {
      const known = balanceSourceSchema.safeParse(source);
      return known.success ? [{ id, created, amount, fee, currency: currency.toUpperCase(), source: known.data }] : [];
    });
    after = page.has_more ? page.data.at(-1)?.id : undefined;
  } while (after);
}
