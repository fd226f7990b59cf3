import { apiRoute } from '#lib/api/answer.ts';
import { invalid, validate } from '#lib/api/read-request.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { convert } from '#lib/domain/exchange/quote.ts';
import * as operations from '#lib/schemas/api/money.ts';
import { convertSchema } from '#lib/schemas/convert.ts';
import { RATES_HEADERS } from '../rates-headers.ts';
import { requireRates } from '../require-rates.ts';

export const GET = apiRoute(operations.convertMoney, async ({ query }) => {
  const { money, to } = validate(convertSchema, query);
  const converted = convert(money, to, await requireRates());
  if (!converted) throw new ExpectedError('not-found');
  const { shown, rate, day: date, source } = converted;
  if (!Number.isSafeInteger(shown.amount))
    throw invalid([{ field: 'amount', detail: `This is too large to be converted to ${to}.` }]);
  return { status: 200, body: { from: money, to: shown, rate, date, source }, headers: RATES_HEADERS };
});
