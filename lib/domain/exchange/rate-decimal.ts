/** Decimals of a rate, the same as in the tables. */
export const RATE_DECIMALS = 12;

/** Converts a decimal such as `1.1712` to an integer: times 10 ** RATE_DECIMALS. Further decimals are cut off. */
export function toRateUnits(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.slice(0, RATE_DECIMALS).padEnd(RATE_DECIMALS, '0'));
}

/** The inverse of toRateUnits, without trailing zeros. */
export function fromRateUnits(units: bigint): string {
  const text = String(units).padStart(RATE_DECIMALS + 1, '0');
  return `${text.slice(0, -RATE_DECIMALS)}.${text.slice(-RATE_DECIMALS)}`.replace(/\.?0+$/, '');
}
