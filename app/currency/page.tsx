import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { CurrencyButtons } from '#components/currency/currency-buttons.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { currentExchange } from '#lib/currency/queries.ts';
import { isQuotable } from '#lib/domain/exchange/quote.ts';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';
import { findCurrencies, groupCurrencies } from '#lib/domain/money/find-currencies.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { requestCurrency } from '#lib/http/request-currency.ts';

export const metadata: Metadata = { title: 'Your currency', robots: { index: false } };

type Props = {
  searchParams: Promise<{ q?: string | string[]; back?: string | string[]; problem?: string | string[] }>;
};

/** The currency picker for browsers without JavaScript. */
export default async function CurrencyPage({ searchParams }: Props) {
  const { q, back: requested, problem } = await searchParams;
  const typed = typeof q === 'string' ? q.slice(0, 100) : '';
  const requestHeaders = await headers();
  const back = requested === undefined ? refererPath(requestHeaders) : ownPath(requested, '/');
  const exchange = await currentExchange();
  const quotable = new Set(CURRENCY_CODES.filter((code) => isQuotable(code, exchange)));
  return (
    <NarrowPage title="Your currency">
      {problem && <Notice>This is not a currency that can be paid in. Please choose one from the list.</Notice>}
      <form action="/currency" method="get" className="mt-4 flex gap-3">
        <input type="hidden" name="back" value={back} />
        <input
          type="search"
          name="q"
          aria-label="Currency or country"
          placeholder="Dollar, Japan, CHF …"
          defaultValue={typed}
          dir="auto"
          className={inputClass}
        />
        <button type="submit" className={buttonClass('quiet')}>
          Search
        </button>
      </form>
      <CurrencyButtons
        groups={groupCurrencies(findCurrencies(typed), quotable)}
        current={requestCurrency(requestHeaders)}
        back={back}
      />
    </NarrowPage>
  );
}

/** The path of the previous page, if that is one of this site. */
function refererPath(requestHeaders: Headers): string {
  const page = URL.parse(requestHeaders.get('referer') ?? '');
  return page && page.host === requestHeaders.get('host') ? ownPath(page.pathname + page.search, '/') : '/';
}
