/** Decimals of a rate, as many as the tables keep. */
export const RATE_DECIMALS = 12;

/** A rate as a decimal such as `1.1712`, in integers: times ten to the RATE_DECIMALS. Further decimals are left out. */
export function toRateUnits(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.slice(0, RATE_DECIMALS).padEnd(RATE_DECIMALS, '0'));
}

/** The way back: without zeros at its end. */
export function fromRateUnits(units: bigint): string {
  const text = String(units).padStart(RATE_DECIMALS + 1, '0');
  return `${text.slice(0, -RATE_DECIMALS)}.${text.slice(-RATE_DECIMALS)}`.replace(/\.?0+$/, '');
}
