import { formatDate } from '#lib/domain/format-date.ts';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { ChartDay } from '#lib/domain/overview/sales.ts';
import { chartBars, describeChart, roundMaximum } from '#lib/domain/overview/sales-chart.ts';

/** Gross by day as bars, drawn on the server; the same figures are in a table below. @param currency of the gross */
export function SalesChart({ days, currency }: { days: readonly ChartDay[]; currency: string }) {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const money = (amount: number) => formatMoney({ amount, currency });
  const isEmpty = days.every(({ gross }) => gross === 0);
  return (
    <figure className="max-w-4xl">
      {isEmpty ? (
        <p className="text-quiet">{describeChart(days, currency)}</p>
      ) : (
        <>
          <p aria-hidden className="border-b border-line text-xs text-quiet tabular-nums">
            {money(roundMaximum(days.map(({ gross }) => gross)))}
          </p>
          <svg
            role="img"
            aria-label={describeChart(days, currency)}
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            className="block h-40 w-full border-b border-line text-ink"
          >
            {chartBars(days).map(({ day, ...bar }) => (
              <rect key={day} {...bar} fill="currentColor" />
            ))}
          </svg>
          <p aria-hidden className="mt-1 flex justify-between text-xs text-quiet">
            <span>{formatDate(first.day)}</span>
            <span>{formatDate(last.day)}</span>
          </p>
          <details className="mt-4 text-sm">
            <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
              The days as a table
            </summary>
            <table className="mt-3 w-full max-w-lg">
              <thead>
                <tr className="border-b border-line text-quiet">
                  <th scope="col" className="py-2 text-left font-normal">
                    Day
                  </th>
                  <th scope="col" className="py-2 text-right font-normal">
                    Works sold
                  </th>
                  <th scope="col" className="py-2 text-right font-normal">
                    Paid by buyers
                  </th>
                </tr>
              </thead>
              <tbody>
                {days
                  .filter(({ works, gross }) => works > 0 || gross > 0)
                  .map(({ day, works, gross }) => (
                    <tr key={day} className="border-b border-line">
                      <th scope="row" className="py-2 text-left font-normal">
                        {formatDate(day)}
                      </th>
                      <td className="py-2 text-right tabular-nums">{works.toLocaleString('en')}</td>
                      <td className="py-2 text-right tabular-nums">{money(gross)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
            <p className="mt-2 text-quiet">Days without a sale are left out.</p>
          </details>
        </>
      )}
    </figure>
  );
}
