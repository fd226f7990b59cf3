import { stripe } from './stripe.ts';
import { type BalanceSource, balanceSourceSchema } from './stripe-objects.ts';

/** A Stripe balance transaction for a charge, a refund or a dispute. */
export type BalanceTransaction = {
  id: string;
  /** Unix seconds. */
  created: number;
  /** Gross and signed, positive for money coming in; minor units of `currency`, the balance's currency. */
  amount: number;
  fee: number;
  currency: string;
  source: BalanceSource;
};

/** Balance transactions in pages, newest first, without payouts and the like. @param since Unix seconds */
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
