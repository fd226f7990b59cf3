import { formatDate } from '#lib/domain/format-date.ts';
import { barHeight, chartTop, type VisitorDay } from '#lib/domain/visits/visitor-days.ts';

const describeVisitors = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'visitor' : 'visitors'}`;

/** Visitors per day as a bar chart, and as a table for screen readers and for the exact numbers. */
export function VisitorChart({ title, days }: { title: string; days: readonly VisitorDay[] }) {
  const top = chartTop(days);
  const sum = days.reduce((total, { visitors }) => total + visitors, 0);
  const [first, last] = [days.at(0), days.at(-1)];
  return (
    <figure>
      <figcaption className="mb-3 text-sm text-quiet">{title}</figcaption>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-xs text-quiet tabular-nums">
        <div aria-hidden="true" className="flex h-36 flex-col items-end justify-between leading-none sm:h-44">
          {[top, top / 2, 0].map((value) => (
            <span key={value} className="-my-1.5">
              {value.toLocaleString('en')}
            </span>
          ))}
        </div>
        <div
          role="img"
          aria-label={`${title}: ${describeVisitors(sum)} in ${days.length} days, one bar per day.`}
          className="relative flex h-36 items-end gap-px border-b border-field sm:h-44 sm:gap-1"
        >
          <span className="absolute inset-x-0 top-0 border-t border-line" />
          <span className="absolute inset-x-0 top-1/2 border-t border-line" />
          {days.map(({ day, visitors }) => (
            <span
              key={day}
              title={`${formatDate(day)}: ${describeVisitors(visitors)}`}
              className="group relative flex h-full flex-1 items-end"
            >
              <span
                className="solid-in-forced-colors w-full bg-ink transition-opacity group-hover:opacity-60"
                style={{ height: `${barHeight(visitors, top)}%` }}
              />
            </span>
          ))}
        </div>
        {first && last && (
          <p aria-hidden="true" className="col-start-2 mt-2 flex justify-between">
            <span>{formatDate(first.day)}</span>
            <span>{formatDate(last.day)}</span>
          </p>
        )}
      </div>
      <details className="mt-4 text-sm">
        <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">Numbers by day</summary>
        <table className="mt-3 w-full max-w-sm tabular-nums">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr className="border-b border-line text-quiet">
              <th scope="col" className="py-1.5 text-left font-normal">
                Day
              </th>
              <th scope="col" className="py-1.5 text-right font-normal">
                Visitors
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ day, visitors }) => (
              <tr key={day} className="border-b border-line">
                <th scope="row" className="py-1.5 text-left font-normal">
                  <time dateTime={day}>{formatDate(day)}</time>
                </th>
                <td className="py-1.5 text-right">{visitors.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
