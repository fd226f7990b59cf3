import { apiRoute } from '#lib/api/answer.ts';
import { invalid } from '#lib/api/read-request.ts';
import { BASE_CURRENCY } from '#lib/domain/exchange/quote.ts';
import { rateList } from '#lib/domain/exchange/rate-list.ts';
import * as operations from '#lib/schemas/api/money.ts';
import { RATES_HEADERS } from '../rates-headers.ts';
import { requireRates } from '../require-rates.ts';

export const GET = apiRoute(operations.listRates, async ({ query }) => {
  const list = rateList(await requireRates(), (query.base ?? BASE_CURRENCY).toUpperCase());
  if (!list) throw invalid([{ field: 'base', detail: 'No rate is known for this currency.' }]);
  const { dates, ...rest } = list;
  return { status: 200, body: Object.keys(dates).length > 0 ? list : rest, headers: RATES_HEADERS };
});
