import { z } from 'zod';
import { currencyDigits, isCurrency, isoDigits } from '#lib/domain/money/currencies.ts';
import type { Money } from '#lib/domain/money/money.ts';

/** Minor amounts of this many digits are exact in a JavaScript number. */
const MAX_DIGITS = 15;

const currency = (name: string) =>
  z
    .string(`“${name}” is missing: it is the code of a currency, such as EUR.`)
    .toUpperCase()
    .refine(isCurrency, `“${name}” must be the code of a currency, such as EUR.`);

/** The query of /api/convert, all as text. The output has the amount in minor units of Stripe's API. */
export const convertSchema = z
  .object({
    amount: z
      .string('“amount” is missing: it is a number in whole units, such as 120.50.')
      .regex(/^\d+(\.\d+)?$/, '“amount” must be a plain number in whole units, such as 120.50.'),
    from: currency('from'),
    to: currency('to'),
  })
  .transform(({ amount, from, to }, context) => {
    const parsed = toMinor(amount, from);
    if (typeof parsed !== 'string') return { money: parsed, to };
    context.addIssue({ code: 'custom', path: ['amount'], message: parsed });
    return z.NEVER as { money: Money; to: string };
  });

/** @returns the amount, or a sentence on what is wrong with it. */
function toMinor(decimal: string, code: string): Money | string {
  const [whole = '', fraction = ''] = decimal.split('.');
  // Stripe counts some currencies, such as the ariary, in whole units only; decimals could not be expressed.
  const digits = Math.min(isoDigits(code), currencyDigits(code));
  if (fraction.length > digits) return `“amount” has more decimals than ${code} allows, which is ${digits}.`;
  const minor = `${whole}${fraction.padEnd(currencyDigits(code), '0')}`.replace(/^0+(?=\d)/, '');
  if (minor.length > MAX_DIGITS) return '“amount” is too large.';
  return { amount: Number(minor), currency: code };
}
