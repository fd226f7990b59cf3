import { db } from '#lib/db.ts';
import { BASE_CURRENCY, type Exchange } from '#lib/domain/exchange/quote.ts';
import { env } from '#lib/env.ts';
import { currentShop } from '#lib/settings/refresh-shop.ts';

/** The rates in use, with the host's margin and rounding: everything `quote` needs apart from the price. */
export async function currentExchange(): Promise<Exchange> {
  const { settings } = await currentShop();
  const rows = await db().$queryRaw<{ currency: string; rate: string; day: string; source: string }[]>`
    SELECT currency, trim_scale(rate)::text AS rate, day::text, source FROM current_rates ORDER BY currency`;
  return {
    source: rows[0]?.source ?? null,
    rates: Object.fromEntries(
      rows
        .filter(({ currency }) => currency !== BASE_CURRENCY)
        .map(({ currency, rate, day }) => [currency, { perEuro: rate, day }]),
    ),
    margin: env().CURRENCY_MARGIN,
    ending: env().PRICE_ENDING ?? null,
    wholeFrom: settings.money.wholeFrom,
  };
}
