import type { Quote } from '../exchange/quote.ts';
import type { Money } from '../money/money.ts';

/** The money of an order, as its row has it. Amounts are minor units. */
type Row = {
  amount: bigint;
  currency: string;
  priceAmount: bigint;
  priceCurrency: string;
  rate: { toFixed(): string };
  rateDate: Date | null;
  rateSource: string | null;
};

export type OrderAmounts = {
  /** What the buyer pays, and the artist's price that it comes from. */
  charged: Money;
  price: Money;
  /** By what rate. */
  rate: Pick<Quote, 'rate' | 'day' | 'source'>;
};

/** The columns that orderAmounts reads. */
export const AMOUNT_COLUMNS = {
  amount: true,
  currency: true,
  priceAmount: true,
  priceCurrency: true,
  rate: true,
  rateDate: true,
  rateSource: true,
} as const;

export function orderAmounts(row: Row): OrderAmounts {
  return {
    charged: { amount: Number(row.amount), currency: row.currency },
    price: { amount: Number(row.priceAmount), currency: row.priceCurrency },
    rate: { rate: row.rate.toFixed(), day: row.rateDate?.toISOString().slice(0, 10) ?? null, source: row.rateSource },
  };
}
