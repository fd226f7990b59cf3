import { describeMoney, type Money } from '#lib/domain/money/money.ts';

const WORDS = {
  charge: 'Paid by the buyer',
  refund: 'Given back to the buyer',
  'refund-failed': 'Came back: the buyer’s bank did not take it',
  dispute: 'Taken back by the buyer’s bank',
  'dispute-returned': 'Returned after the dispute',
  settlement: 'Stripe’s fee',
} as const;

type Step = { kind: keyof typeof WORDS; at: string; amount: Money };

/** What moved for one sale, line by line, from the ledger. */
export function PaymentTimeline({ steps }: { steps: Step[] }) {
  if (steps.length === 0) return <p className="text-sm text-quiet">No money has moved yet.</p>;
  return (
    <table className="w-full text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">Day</th>
          <th scope="col">What</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ kind, at, amount }) => (
          <tr key={`${kind} ${at} ${amount.amount}`} className="border-b border-line">
            <td className="py-2 pr-4 whitespace-nowrap text-quiet tabular-nums">
              <time dateTime={at}>{at.slice(0, 10)}</time>
            </td>
            <td className="w-full py-2 pr-4">{WORDS[kind]}</td>
            <td className="py-2 text-right whitespace-nowrap tabular-nums">{describeMoney(amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
