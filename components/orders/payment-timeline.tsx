import { formatDate } from '#lib/domain/format-date.ts';
import { describeMoney, type Money } from '#lib/domain/money/money.ts';
import { TRANSACTION_LABELS } from '#lib/domain/sale/order-history.ts';

type Step = { kind: keyof typeof TRANSACTION_LABELS; at: string; amount: Money };

/** The ledger transactions of one sale, one per row. */
export function PaymentTimeline({ steps }: { steps: Step[] }) {
  if (steps.length === 0) return <p className="text-sm text-quiet">No payments yet.</p>;
  return (
    <table className="w-full text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">Date</th>
          <th scope="col">Transaction</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ kind, at, amount }) => (
          <tr key={`${kind} ${at} ${amount.amount}`} className="border-b border-line">
            <td className="py-2 pr-4 whitespace-nowrap text-quiet tabular-nums">
              <time dateTime={at}>{formatDate(at)}</time>
            </td>
            <td className="w-full py-2 pr-4">{TRANSACTION_LABELS[kind]}</td>
            <td className="py-2 text-right whitespace-nowrap tabular-nums">{describeMoney(amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
