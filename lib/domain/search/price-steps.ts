import { convert, type Exchange } from '../exchange/quote.ts';
import { currencyDigits } from '../money/currencies.ts';

/** In cents of a euro: what is small, what is usual, and what is much for a first work. */
const STEPS = [25_000, 100_000];
const ROUND = [1, 2, 2.5, 5, 10];

/**
 * Upper limits of prices to browse by, in whole units of a currency: about 250 and 1,000 euros, each as a round number.
 * @returns none if no rate is known
 */
export function priceSteps(currency: string, exchange: Exchange): number[] {
  return STEPS.flatMap((amount) => {
    const converted = convert({ amount, currency: 'EUR' }, currency, exchange);
    return converted ? [roundNumber(converted.shown.amount / 10 ** currencyDigits(currency))] : [];
  });
}

/** The nearest of 1, 2, 2.5, 5 or 10 times a power of ten, by ratio. */
export function roundNumber(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const distance = (factor: number) => Math.abs(Math.log((factor * power) / value));
  const nearest = ROUND.reduce((best, factor) => (distance(factor) < distance(best) ? factor : best));
  return Math.round(nearest * power);
}
