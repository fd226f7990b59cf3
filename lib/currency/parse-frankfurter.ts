import { frankfurterSchema } from '#lib/schemas/rates.ts';
import { type PublishedDay, RateServiceError, rateOfNumber } from './published-rates.ts';

/**
 * A day's rates in Frankfurter's JSON. One rate that cannot be refuses all of them.
 * @throws {RateServiceError}
 */
export function parseFrankfurter(text: string): PublishedDay[] {
  const parsed = frankfurterSchema.safeParse(readJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.').slice(0, 40);
    throw new RateServiceError(`The service’s JSON is not as agreed: ${place ? `${place}: ` : ''}${issue?.message}.`);
  }
  const { date, rates } = parsed.data;
  const read = Object.entries(rates).map(([currency, value]): [string, string] => {
    const rate = rateOfNumber(value);
    if (!rate) throw new RateServiceError(`The service sent ${value} as the rate of ${currency}, which cannot be.`);
    return [currency, rate];
  });
  return [{ day: date, rates: new Map(read) }];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RateServiceError('The service’s answer is no valid JSON.');
  }
}
