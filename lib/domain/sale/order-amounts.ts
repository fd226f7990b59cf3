import type { Quote } from '../exchange/quote.ts';
import { type Money, moneyOf } from '../money/money.ts';

/** The amounts in an order's row, in minor units. */
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
  /** What the buyer pays. */
  charged: Money;
  /** The artist's price it was converted from. */
  price: Money;
  rate: Pick<Quote, 'rate' | 'day' | 'source'>;
};

/** The columns that orderAmounts needs. */
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
    charged: moneyOf(row),
    price: moneyOf({ amount: row.priceAmount, currency: row.priceCurrency }),
    rate: { rate: row.rate.toFixed(), day: row.rateDate?.toISOString().slice(0, 10) ?? null, source: row.rateSource },
  };
}
