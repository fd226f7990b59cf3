import { currencyDigits, currencyStep } from '../money/currencies.ts';
import type { Money } from '../money/money.ts';
import { BASE_CURRENCY, type Exchange } from './quote.ts';

/** Inclusive bounds as shown to a visitor, both in one currency. */
export type PriceRange = { min?: Money | undefined; max?: Money | undefined };

/**
 * Converts a price range to the range of stored values (posts.price_value, in euros) of the works shown within it: half
 * a step wider at each end, because displayed prices are rounded. Stored values exclude the host's margin and ending.
 * @returns null if no rate is known for the range's currency.
 */
export function valueRange({ min, max }: PriceRange, exchange: Exchange): { from: number; to: number } | null {
  const from = min ? toEuros(min, -0.5, exchange) : 0;
  const to = max ? toEuros(max, 0.5, exchange) : Number.POSITIVE_INFINITY;
  return from === null || to === null ? null : { from, to };
}

function toEuros({ amount, currency }: Money, steps: number, { rates }: Exchange): number | null {
  const perEuro = currency === BASE_CURRENCY ? '1' : rates[currency]?.perEuro;
  if (!perEuro) return null;
  return (amount + steps * currencyStep(currency)) / 10 ** currencyDigits(currency) / Number(perEuro);
}
