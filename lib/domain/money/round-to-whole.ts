import { currencyDigits, currencyStep } from './currencies.ts';

/**
 * Rounds an amount to whole units from `from` units on, half away from zero; what is less stays.
 * @param amount minor units of `currency`, not negative.
 * @param from whole units, at least 1; null rounds nothing.
 */
export function roundToWhole(amount: bigint, currency: string, from: number | null): bigint {
  const unit = 10n ** BigInt(currencyDigits(currency));
  // Currencies that are charged in whole units only have nothing to round.
  if (from === null || unit <= BigInt(currencyStep(currency)) || amount < BigInt(from) * unit) return amount;
  return ((amount + unit / 2n) / unit) * unit;
}
