import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { describeMoney } from '#lib/domain/money/money.ts';
import { checkLedger, isRecent, type LedgerCheck } from '#lib/ledger/check-ledger.ts';
import { describeDifference } from '#lib/ledger/describe-difference.ts';
import { listBalances } from '#lib/ledger/queries.ts';
import { logFailure } from '#lib/logger.ts';
import { type InconsistentOrder, listInconsistentOrders } from '#lib/orders/settlement/list-inconsistent-orders.ts';
import { adminMetadata } from '../admin-metadata.ts';

export const generateMetadata = adminMetadata('Ledger');

const ACCOUNTS = {
  buyer: 'Paid by buyers, minus what was returned',
  fees: 'Stripe’s fees',
  stripe: 'Our balance at Stripe',
  conversion: 'Converted between currencies',
} as const;
const DAYS = [1, 7, 30, 90] as const;
const DAY_MS = 24 * 60 * 60 * 1000;

type Comparison = { check: LedgerCheck; inconsistent: InconsistentOrder[] } | { problem: string };

/** The balance of every account, and on demand the differences between the ledger and Stripe. */
export default async function LedgerPage({ searchParams }: { searchParams: Promise<{ days?: string }> }) {
  await requireAdmin('/admin/ledger');
  const requested = Number((await searchParams).days);
  const days = DAYS.find((one) => one === requested);
  const [balances, comparison] = await Promise.all([listBalances(), days ? compare(days) : null]);
  return (
    <div className="grid gap-12">
      <section>
        <h1 className="text-lg font-medium">Ledger</h1>
        {balances.length === 0 ? (
          <p className="mt-3 text-quiet">No payments yet.</p>
        ) : (
          <table className="mt-4 w-full max-w-2xl text-sm">
            <thead className="sr-only">
              <tr>
                <th scope="col">Account</th>
                <th scope="col">Amount</th>
              </tr>
            </thead>
            <tbody>
              {balances.map(({ account, currency, amount }) => (
                <tr key={`${account} ${currency}`} className="border-b border-line">
                  <td className="py-2 pr-6">{ACCOUNTS[account]}</td>
                  <td className="py-2 text-right whitespace-nowrap tabular-nums">
                    {describeMoney({ amount: account === 'buyer' ? -amount : amount, currency })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className="mt-4 flex flex-wrap gap-x-6 gap-y-2">
          <a href="/admin/ledger/export" download className={buttonClass('text')}>
            Download the ledger as CSV
          </a>
          <a href="/admin/ledger/orders" download className={buttonClass('text')}>
            Download all orders as CSV
          </a>
        </p>
      </section>
      <section>
        <h2 className="text-lg font-medium">Compare with Stripe</h2>
        <form className="mt-4 flex flex-wrap items-end gap-4">
          <label className="grid gap-1 text-sm">
            Period
            <select name="days" defaultValue={days ?? 7} className="rounded-md border border-field bg-raised px-3 py-2">
              {DAYS.map((one) => (
                <option key={one} value={one}>
                  {one === 1 ? 'Last day' : `Last ${one} days`}
                </option>
              ))}
            </select>
          </label>
          <SubmitButton variant="quiet" pendingText="Comparing…">
            Compare
          </SubmitButton>
        </form>
        {comparison && <ComparisonResult comparison={comparison} />}
      </section>
    </div>
  );
}

async function compare(days: number): Promise<Comparison> {
  const since = new Date(Date.now() - days * DAY_MS);
  try {
    const [check, inconsistent] = await Promise.all([checkLedger(since), listInconsistentOrders(since)]);
    return { check, inconsistent };
  } catch (error) {
    return {
      problem: `The comparison with Stripe failed (reference ${logFailure('the ledger could not be checked', error)}).`,
    };
  }
}

function ComparisonResult({ comparison }: { comparison: Comparison }) {
  if ('problem' in comparison) return <div className="mt-6">{<Notice>{comparison.problem}</Notice>}</div>;
  const { check, inconsistent } = comparison;
  const differences = check.differences.filter((difference) => !isRecent(difference));
  if (differences.length + inconsistent.length === 0) {
    return (
      <div className="mt-6">
        <Notice tone="done">
          No differences: {check.compared.toLocaleString('en')} ledger transactions match Stripe.
        </Notice>
      </div>
    );
  }
  return (
    <ul className="mt-6 grid gap-3 text-sm">
      {differences.map((difference) => (
        <li key={difference.key} className="break-words">
          <Link
            href={`/dashboard/sales/${difference.orderId}`}
            prefetch={false}
            className="underline underline-offset-4"
          >
            {describeDifference(difference)}
          </Link>
        </li>
      ))}
      {inconsistent.map(({ id, status, price, paid }) => (
        <li key={id}>
          <Link href={`/dashboard/sales/${id}`} prefetch={false} className="underline underline-offset-4">
            Order {id} is {status} at {describeMoney(price)}, but its buyer has paid {describeMoney(paid)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
