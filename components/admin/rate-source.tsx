import { SubmitButton } from '#components/ui/submit-button.tsx';
import { isStaleRate } from '#lib/domain/exchange/conversion.ts';
import type { RateReview } from '#lib/domain/exchange/rate-review.ts';
import { formatDate } from '#lib/domain/format-date.ts';
import { RelativeTime } from './relative-time.tsx';

type Props = { review: RateReview; now: Date; fetchNow: () => Promise<void> };

/** The source of the rates, the state of fetching them, and a button to fetch them now. Works without JavaScript. */
export function RateSource({ review: { service, fetching, usedSource, day }, now, fetchNow }: Props) {
  return (
    <>
      <dl className="grid max-w-3xl gap-x-6 gap-y-3 text-sm sm:grid-cols-[8rem_1fr] [&>dd]:max-sm:-mt-2 [&>dd]:min-w-0 [&>dd]:break-words [&>dt]:text-quiet">
        <dt>Source</dt>
        <dd>{service.name}</dd>
        <dt>URL</dt>
        <dd className="break-all">{service.url}</dd>
        <dt>Last fetch</dt>
        <dd>{fetching?.fetchedAt ? <RelativeTime time={fetching.fetchedAt} now={now} /> : 'None has succeeded yet'}</dd>
        {fetching?.error && (
          <>
            <dt>Last error</dt>
            <dd className="text-accent">
              {fetching.error}
              {fetching.triedAt && (
                <span className="block text-quiet">
                  {fetching.failures === 1 ? 'Failed once,' : `Failed ${fetching.failures} times, most recently`}{' '}
                  <RelativeTime time={fetching.triedAt} now={now} />
                </span>
              )}
            </dd>
          </>
        )}
        <dt>Next fetch</dt>
        <dd>
          <NextFetch time={fetching?.nextFetchAt} now={now} />
        </dd>
        {day && (usedSource !== service.name || !fetching?.fetchedAt) && (
          <>
            <dt>In use</dt>
            <dd className={isStaleRate(day, now) ? 'text-accent' : ''}>
              Rates of {formatDate(day)}{' '}
              {usedSource === service.name
                ? 'that are included with the shop, until the first fetch'
                : `from ${usedSource}, until this source provides its own`}
            </dd>
          </>
        )}
      </dl>
      <form action={fetchNow} className="mt-5">
        <SubmitButton variant="quiet" pendingText="Requesting…">
          Fetch now
        </SubmitButton>
      </form>
    </>
  );
}

/** Workers check every few seconds. If a fetch is overdue for longer than this, none is running. */
const OVERDUE_MS = 60_000;

function NextFetch({ time, now }: { time: string | undefined; now: Date }) {
  if (!time) return 'As soon as a worker runs';
  if (Date.parse(time) > now.getTime()) return <RelativeTime time={time} now={now} />;
  if (Date.parse(time) > now.getTime() - OVERDUE_MS) return 'Within seconds';
  return (
    <span className="text-accent">
      Was due <RelativeTime time={time} now={now} />, but no worker has fetched the rates
    </span>
  );
}
