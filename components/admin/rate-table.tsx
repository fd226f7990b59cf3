import { isStaleRate } from '#lib/domain/exchange/conversion.ts';
import type { UsedRate } from '#lib/domain/exchange/rate-review.ts';
import { formatDate } from '#lib/domain/format-date.ts';
import { currencyName } from '#lib/domain/money/currency-names.ts';

/** The rates in use, one currency per row. */
export function RateTable({ rates, now }: { rates: UsedRate[]; now: Date }) {
  const longest = Math.max(...rates.map(({ rate }) => fractionOf(rate).length));
  // A decimal point is half as wide as a digit.
  const width = longest > 0 ? `${longest - 0.5}ch` : 0;
  return (
    <table className="w-full max-w-3xl text-sm tabular-nums">
      <thead>
        <tr className="border-b border-line text-left text-quiet [&>th]:py-2 [&>th]:font-normal [&>th]:whitespace-nowrap [&>th+th]:pl-4">
          <th scope="col">Currency</th>
          <th scope="col" className="text-right">
            Per euro
          </th>
          <th scope="col" className="text-right">
            Date
          </th>
          <th scope="col" className="text-right">
            Age<span className="max-sm:sr-only"> in days</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rates.map(({ currency, rate, day, age }) => (
          <tr key={currency} className="border-b border-line align-baseline [&>td]:py-2 [&>td]:pl-4 [&>td]:text-right">
            <th scope="row" className="py-2 text-left font-normal">
              {currency} <span className="text-quiet max-sm:block">{currencyName(currency)}</span>
            </th>
            <td className="whitespace-nowrap">
              {rate.split('.')[0]}
              {/* The same width in every row aligns the decimal points. */}
              <span className="inline-block text-left" style={{ width }}>
                {fractionOf(rate)}
              </span>
            </td>
            <td className="text-quiet sm:whitespace-nowrap">{formatDate(day)}</td>
            <td className={isStaleRate(day, now) ? 'text-accent' : 'text-quiet'}>{age}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `.1712` of `1.1712`; empty for a whole number. */
const fractionOf = (rate: string) => rate.slice(rate.split('.')[0]?.length);
