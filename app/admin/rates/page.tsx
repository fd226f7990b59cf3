import { HeldRateRow } from '#components/admin/held-rate-row.tsx';
import { RateSource } from '#components/admin/rate-source.tsx';
import { RateTable } from '#components/admin/rate-table.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { getRateReview } from '#lib/currency/get-rate-review.ts';
import { adminMetadata } from '../admin-metadata.ts';
import { decideRateAction, requestFetchAction } from './actions.ts';

export const generateMetadata = adminMetadata('Rates');

const RESULTS: Readonly<Record<string, string>> = {
  accept: 'The rate is in use, and prices follow it from now on.',
  discard: 'The rate was discarded, and prices stay as they are.',
  unchanged: 'Nothing was changed: it was already decided, or another rate has replaced it.',
  fetch: 'A worker fetches the rates within seconds. Reload this page to see the result.',
};

type Props = { searchParams: Promise<{ said?: string; problem?: string }> };

/** The exchange rates: their source, those that were held back for a decision, and those in use. */
export default async function RatesPage({ searchParams }: Props) {
  await requireAdmin('/admin/rates');
  const { said = '', problem } = await searchParams;
  const now = new Date();
  const review = await getRateReview(now);
  return (
    <>
      <h1 className="mb-5 text-lg font-medium">Exchange rates</h1>
      <div className="mb-6 grid max-w-3xl gap-3 empty:hidden">
        <Notice>{problemMessage(problem)}</Notice>
        <Notice tone="done">{Object.hasOwn(RESULTS, said) && RESULTS[said]}</Notice>
      </div>
      <RateSource review={review} now={now} fetchNow={requestFetchAction} />

      <h2 className="mt-14 mb-2 text-lg font-medium">Held back</h2>
      {review.held.length === 0 ? (
        <p className="text-quiet">None. A rate that changes too much in one day waits here for your decision.</p>
      ) : (
        <>
          <p className="max-w-prose text-sm text-quiet">
            These changed so much that an error is more likely than a real change. Until you decide, prices use the
            previous rate.
          </p>
          <ul className="mt-2 max-w-3xl">
            {review.held.map((held) => (
              <HeldRateRow key={`${held.currency} ${held.day}`} held={held} action={decideRateAction} />
            ))}
          </ul>
          {review.more && (
            <p className="mt-4 text-sm text-quiet">
              These are the newest {review.held.length}. The others appear once these are decided.
            </p>
          )}
        </>
      )}

      <h2 className="mt-14 mb-2 text-lg font-medium">In use</h2>
      {review.rates.length === 0 ? (
        <p className="max-w-prose text-quiet">
          No rates are known yet, so every price is shown in its artist’s own currency. A worker fetches them as soon as
          it runs.
        </p>
      ) : (
        <RateTable rates={review.rates} now={now} />
      )}
    </>
  );
}
