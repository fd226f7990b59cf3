import { apiRoute } from '#lib/api/answer.ts';
import { currencyList } from '#lib/domain/exchange/currency-list.ts';
import * as operations from '#lib/schemas/api/money.ts';
import { cachedExchange } from '#server/page-cache/public-posts.ts';
import { RATES_HEADERS } from '../rates-headers.ts';

export const GET = apiRoute(operations.listCurrencies, async () => ({
  status: 200,
  body: { currencies: currencyList(await cachedExchange()) },
  headers: RATES_HEADERS,
}));
