import { currencyDigits, currencyStep } from '../money/currencies.ts';
import type { Money } from '../money/money.ts';
import { BASE_CURRENCY, type Exchange } from './quote.ts';

/** From and to, both included, as they are shown to a visitor; all in one currency. */
export type PriceRange = { min?: Money | undefined; max?: Money | undefined };

/**
 * The euros between which the stored value of a work (posts.price_value) lies when it is shown within `range`: half
 * a step wider, since what is shown is rounded. The operator's margin and ending are not in the value.
 * @returns null where no rate is known for the range's currency.
 */
export function valueRange({ min, max }: PriceRange, exchange: Exchange): { from: number; to: number } | null {
  const from = min ? euros(min, -0.5, exchange) : 0;
  const to = max ? euros(max, 0.5, exchange) : Number.POSITIVE_INFINITY;
  return from === null || to === null ? null : { from, to };
}

function euros({ amount, currency }: Money, steps: number, { rates }: Exchange): number | null {
  const perEuro = currency === BASE_CURRENCY ? '1' : rates[currency]?.perEuro;
  if (!perEuro) return null;
  return (amount + steps * currencyStep(currency)) / 10 ** currencyDigits(currency) / Number(perEuro);
}
