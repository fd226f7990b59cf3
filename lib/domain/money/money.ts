import { currencyDigits, currencyStep, maximumAmount, minimumAmount } from './currencies.ts';

/** An amount in integer minor units, always together with its ISO 4217 currency. */
export type Money = { amount: number; currency: string };

/**
 * The money in a database row, whose BIGINT reads as a bigint. `Number` is exact: a price has at most twelve digits
 * (`maximumAmount` in currencies.ts), and a number holds whole amounts up to 2^53.
 */
export function moneyOf({ amount, currency }: { amount: bigint; currency: string }): Money {
  return { amount: Number(amount), currency };
}

export type PriceProblem = 'not-a-number' | 'too-many-digits' | 'too-small' | 'too-large';

/**
 * Parses a price as people type it: `1200`, `1,200.50`, `1.200,50`, `1 200`. The last separator is the decimal
 * separator if one or two digits follow it (up to three for a three-decimal currency).
 * @returns the amount in minor units, or the problem.
 */
export function parsePrice(text: string, currency: string): { money: Money } | { problem: PriceProblem } {
  const digits = currencyDigits(currency);
  const compact = text.replace(/[\s'’]/g, '');
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:([.,])(\d+))?$/.exec(compact);
  if (!match) return { problem: 'not-a-number' };
  let whole = (match[1] ?? '').replace(/[.,]/g, '');
  let fraction = match[3] ?? '';
  if (match[2] && (match[1] ?? '').includes(match[2])) return { problem: 'not-a-number' };
  if (fraction === '' && /[.,]/.test(compact)) {
    // `1,234` is grouped by thousands, unless the currency has three decimals and this is the only separator.
    const last = Math.max(compact.lastIndexOf('.'), compact.lastIndexOf(','));
    const isAlone = compact.indexOf(compact.charAt(last)) === last;
    if (digits === 3 && isAlone) [whole, fraction] = [whole.slice(0, -3), whole.slice(-3)];
    else if (compact.includes('.') && compact.includes(',')) return { problem: 'not-a-number' };
  }
  if (fraction.length > digits && /[1-9]/.test(fraction.slice(digits))) return { problem: 'too-many-digits' };
  const amount = Number(whole) * 10 ** digits + Number(fraction.slice(0, digits).padEnd(digits, '0') || '0');
  if (amount > maximumAmount(currency)) return { problem: 'too-large' };
  if (amount % currencyStep(currency) !== 0) return { problem: 'too-many-digits' };
  if (amount < minimumAmount(currency)) return { problem: 'too-small' };
  return { money: { amount, currency } };
}

/** The amount as a plain decimal, `1200.50`: for forms, JSON-LD and feeds. */
export function toDecimal({ amount, currency }: Money): string {
  const digits = currencyDigits(currency);
  if (digits === 0) return String(amount);
  const padded = String(amount).padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** For people: `€1,200`, `¥30,000`, `KWD 12.500`. Whole amounts are shown without empty decimals. */
export function formatMoney(money: Money, locale = 'en'): string {
  const digits = currencyDigits(money.currency);
  const whole = money.amount % 10 ** digits === 0;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
    // A decimal string keeps every digit; a division would not.
  }).format(toDecimal(money) as Intl.StringNumericLiteral);
}

/** For logs and admin pages, where the currency may be unknown. */
export function describeMoney(money: Money): string {
  try {
    return money.amount < 0 ? `−${formatMoney({ ...money, amount: -money.amount })}` : formatMoney(money);
  } catch {
    return `${money.amount} ${money.currency}`;
  }
}

export function sameMoney(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency;
}

/**
 * Formats a rate such as `1.171200000001` for people: `1.1712`. Rounds to six significant digits, so that small rates
 * do not become 0; large ones are grouped.
 */
export function formatRate(rate: string): string {
  const format = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
  return format.format(rate as Intl.StringNumericLiteral);
}
