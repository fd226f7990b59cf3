import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { describeMoney } from '#lib/domain/money/money.ts';
import { checkLedger, isRecent, type LedgerCheck } from '#lib/ledger/check-ledger.ts';
import { describeDifference } from '#lib/ledger/describe-difference.ts';
import { listBalances } from '#lib/ledger/queries.ts';
import { logFailure } from '#lib/logger.ts';
import { type InconsistentOrder, listInconsistentOrders } from '#lib/orders/settlement/list-inconsistent-orders.ts';

export const metadata: Metadata = { title: 'Ledger', robots: { index: false } };

const ACCOUNTS = {
  buyer: 'Paid by buyers, less what went back',
  fees: 'Stripe’s fees',
  stripe: 'On our balance at Stripe',
  conversion: 'Exchanged between currencies',
} as const;
const DAYS = [1, 7, 30, 90] as const;
const DAY = 24 * 60 * 60 * 1000;

type Compared = { check: LedgerCheck; odd: InconsistentOrder[] } | { problem: string };

/** What every account has, and on demand every difference between the ledger and Stripe. */
export default async function LedgerPage({ searchParams }: { searchParams: Promise<{ days?: string }> }) {
  const viewer = await requireViewer('/admin/ledger');
  if (viewer.role !== 'ADMIN') notFound();
  const given = Number((await searchParams).days);
  const days = DAYS.find((one) => one === given);
  const [balances, compared] = await Promise.all([listBalances(), days ? compare(days) : null]);
  return (
    <div className="grid gap-12">
      <section>
        <h1 className="text-lg font-medium">Ledger</h1>
        {balances.length === 0 ? (
          <p className="mt-3 text-quiet">No money has moved yet.</p>
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
      </section>
      <section>
        <h2 className="text-lg font-medium">Compare with Stripe</h2>
        <form className="mt-4 flex flex-wrap items-end gap-4">
          <label className="grid gap-1 text-sm">
            Time
            <select name="days" defaultValue={days ?? 7} className="rounded-md border border-field bg-raised px-3 py-2">
              {DAYS.map((one) => (
                <option key={one} value={one}>
                  {one === 1 ? 'The last day' : `The last ${one} days`}
                </option>
              ))}
            </select>
          </label>
          <SubmitButton look="quiet" pendingText="Comparing…">
            Compare
          </SubmitButton>
        </form>
        {compared && <Result compared={compared} />}
      </section>
    </div>
  );
}

async function compare(days: number): Promise<Compared> {
  const since = new Date(Date.now() - days * DAY);
  try {
    const [check, odd] = await Promise.all([checkLedger(since), listInconsistentOrders(since)]);
    return { check, odd };
  } catch (error) {
    return {
      problem: `Stripe could not be asked (reference ${logFailure('the ledger could not be checked', error)}).`,
    };
  }
}

function Result({ compared }: { compared: Compared }) {
  if ('problem' in compared) return <div className="mt-6">{<Notice>{compared.problem}</Notice>}</div>;
  const { check, odd } = compared;
  const differences = check.differences.filter((difference) => !isRecent(difference));
  if (differences.length + odd.length === 0) {
    return (
      <div className="mt-6">
        <Notice tone="done">
          No difference: {check.compared.toLocaleString('en')} movements are the same at Stripe.
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
      {odd.map(({ id, status, price, paid }) => (
        <li key={id}>
          <Link href={`/dashboard/sales/${id}`} prefetch={false} className="underline underline-offset-4">
            Order {id} is {status} at {describeMoney(price)}, but its buyer has paid {describeMoney(paid)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
