import type { ReactNode } from 'react';
import { describeMoney, type Money } from '#lib/domain/money/money.ts';
import type { SalesSum, Total } from '#lib/domain/overview/sales.ts';

export type Period = SalesSum & {
  /** `Today`, `7 days` */
  name: string;
  /** The gross in the shop's currency. */
  total: Total;
  newWorks: number;
  newArtists: number;
};

const count = (number: number) => number.toLocaleString('en');

/** Sums of several periods beside each other. */
export function SalesTable({ periods }: { periods: readonly Period[] }) {
  return (
    <table className="w-full max-w-4xl table-fixed">
      <caption className="sr-only">Sales, new works and new artists</caption>
      <thead>
        <tr className="border-b border-line text-sm text-quiet">
          <th scope="col" className="w-22 py-2 text-left font-normal sm:w-auto">
            <span className="sr-only">What</span>
          </th>
          {periods.map(({ name }) => (
            <th key={name} scope="col" className="py-2 text-right font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Row name="Works sold" periods={periods} isLarge>
          {({ works }) => count(works)}
        </Row>
        <Row name="Paid by buyers" periods={periods} isLarge>
          {({ total, gross }) => <Gross total={total} gross={gross} />}
        </Row>
        <Row name="Returned to buyers" periods={periods}>
          {({ returned }) => <Amounts amounts={returned} />}
        </Row>
        <Row name="New works" periods={periods}>
          {({ newWorks }) => count(newWorks)}
        </Row>
        <Row name="New artists" periods={periods}>
          {({ newArtists }) => count(newArtists)}
        </Row>
      </tbody>
    </table>
  );
}

type RowProps = {
  name: string;
  periods: readonly Period[];
  isLarge?: boolean;
  children: (period: Period) => ReactNode;
};

function Row({ name, periods, isLarge = false, children }: RowProps) {
  return (
    <tr className="border-b border-line align-baseline">
      <th scope="row" className="py-3 pr-2 text-left text-sm font-normal text-quiet">
        {name}
      </th>
      {periods.map((period) => (
        <td
          key={period.name}
          className={`py-3 pl-2 text-right wrap-anywhere tabular-nums ${isLarge ? 'font-serif text-base sm:text-2xl' : 'text-sm'}`}
        >
          {children(period)}
        </td>
      ))}
    </tr>
  );
}

function Gross({ total: { money, isConverted, unknown }, gross }: { total: Total; gross: readonly Money[] }) {
  return (
    <>
      {isConverted && <span className="sr-only">about </span>}
      {isConverted && <span aria-hidden>≈ </span>}
      {describeMoney(money)}
      {(isConverted || unknown.length > 0) && (
        <span className="block font-sans text-xs text-quiet sm:text-sm">
          <Amounts amounts={gross} />
        </span>
      )}
    </>
  );
}

function Amounts({ amounts }: { amounts: readonly Money[] }) {
  if (amounts.length === 0) return '–';
  return amounts.map((money) => (
    <span key={money.currency} className="block">
      {describeMoney(money)}
    </span>
  ));
}
