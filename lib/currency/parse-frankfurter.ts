import { frankfurterSchema } from '#lib/schemas/rates.ts';
import { type PublishedDay, parseRateNumber, RateServiceError } from './published-rates.ts';

/**
 * A day's rates in Frankfurter's JSON. A single invalid rate makes the whole response invalid.
 * @throws {RateServiceError}
 */
export function parseFrankfurter(text: string): PublishedDay[] {
  const parsed = frankfurterSchema.safeParse(readJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.').slice(0, 40);
    throw new RateServiceError(`The service’s JSON is not as expected: ${place ? `${place}: ` : ''}${issue?.message}.`);
  }
  const { date, rates } = parsed.data;
  const entries = Object.entries(rates).map(([currency, value]): [string, string] => {
    const rate = parseRateNumber(value);
    if (!rate)
      throw new RateServiceError(`The service sent ${value} as the rate of ${currency}, which is not a valid rate.`);
    return [currency, rate];
  });
  return [{ day: date, rates: new Map(entries) }];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RateServiceError('The service’s response is not valid JSON.');
  }
}
