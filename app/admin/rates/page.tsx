import type { Metadata } from 'next';
import { RateHeld } from '#components/admin/rate-held.tsx';
import { RateSource } from '#components/admin/rate-source.tsx';
import { RateTable } from '#components/admin/rate-table.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { getRateReview } from '#lib/currency/get-rate-review.ts';
import { problemSentence } from '../problem.ts';
import { decideRateAction, requestFetchAction } from './actions.ts';

export const metadata: Metadata = { title: 'Rates', robots: { index: false } };

const SAID: Readonly<Record<string, string>> = {
  accept: 'The rate is in use, and prices follow it from now on.',
  discard: 'The rate was discarded, and prices stay as they are.',
  unchanged: 'Nothing was changed: it was decided before, or another rate has come in its place.',
  fetch: 'A worker fetches the rates within seconds. Load this page again to see what came.',
};

type Props = { searchParams: Promise<{ said?: string; problem?: string }> };

/** The exchange rates: where they come from, those that wait for a decision, and those in use. */
export default async function RatesPage({ searchParams }: Props) {
  await requireAdmin('/admin/rates');
  const { said = '', problem } = await searchParams;
  const now = new Date();
  const desk = await getRateReview(now);
  return (
    <>
      <h1 className="mb-5 text-lg font-medium">Exchange rates</h1>
      <div className="mb-6 grid max-w-3xl gap-3 empty:hidden">
        <Notice>{problemSentence(problem)}</Notice>
        <Notice tone="done">{SAID[said]}</Notice>
      </div>
      <RateSource desk={desk} now={now} fetchNow={requestFetchAction} />

      <h2 className="mt-14 mb-2 text-lg font-medium">Held back</h2>
      {desk.held.length === 0 ? (
        <p className="text-quiet">None. A rate that moves too far in one day waits here for you.</p>
      ) : (
        <>
          <p className="max-w-prose text-sm text-quiet">
            These moved so far that a mistake is likelier than the news. Until you decide, prices follow the rate
            before.
          </p>
          <ul className="mt-2 max-w-3xl">
            {desk.held.map((held) => (
              <RateHeld key={`${held.currency} ${held.day}`} held={held} action={decideRateAction} />
            ))}
          </ul>
          {desk.more && (
            <p className="mt-4 text-sm text-quiet">
              These are the newest {desk.held.length}. The others follow as soon as these are decided.
            </p>
          )}
        </>
      )}

      <h2 className="mt-14 mb-2 text-lg font-medium">In use</h2>
      {desk.rates.length === 0 ? (
        <p className="max-w-prose text-quiet">
          No rates are known yet, so every price stands in its artist’s own currency. A worker fetches them as soon as
          it runs.
        </p>
      ) : (
        <RateTable rates={desk.rates} now={now} />
      )}
    </>
  );
}
