import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatDay, isOldRate } from '#lib/domain/exchange/conversion.ts';
import type { RateReview } from '#lib/domain/exchange/rate-review.ts';
import { RateMoment } from './rate-moment.tsx';

type Props = { desk: RateReview; now: Date; fetchNow: () => Promise<void> };

/** Where the rates come from, how fetching them goes, and the button that asks for it. Works without JavaScript. */
export function RateSource({ desk: { service, fetching, usedSource, day }, now, fetchNow }: Props) {
  return (
    <>
      <dl className="grid max-w-3xl gap-x-6 gap-y-3 text-sm sm:grid-cols-[8rem_1fr] [&>dd]:max-sm:-mt-2 [&>dd]:min-w-0 [&>dd]:break-words [&>dt]:text-quiet">
        <dt>Source</dt>
        <dd>{service.name}</dd>
        <dt>Address</dt>
        <dd className="break-all">{service.url}</dd>
        <dt>Last fetch</dt>
        <dd>
          {fetching?.fetchedAt ? <RateMoment time={fetching.fetchedAt} now={now} /> : 'None has brought rates yet'}
        </dd>
        {fetching?.error && (
          <>
            <dt>Last error</dt>
            <dd className="text-accent">
              {fetching.error}
              {fetching.triedAt && (
                <span className="block text-quiet">
                  {fetching.failures === 1 ? 'Failed once,' : `Failed ${fetching.failures} times, the last`}{' '}
                  <RateMoment time={fetching.triedAt} now={now} />
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
            <dd className={isOldRate(day, now) ? 'text-accent' : ''}>
              Rates of {formatDay(day)}{' '}
              {usedSource === service.name
                ? 'that came with the shop, until the first fetch'
                : `by ${usedSource}, until this source brings its own`}
            </dd>
          </>
        )}
      </dl>
      <form action={fetchNow} className="mt-5">
        <SubmitButton look="quiet" pendingText="Asking…">
          Fetch now
        </SubmitButton>
      </form>
    </>
  );
}

/** A worker looks every few seconds: what is due for longer than this waits for one, milliseconds. */
const LATE = 60_000;

function NextFetch({ time, now }: { time: string | undefined; now: Date }) {
  if (!time) return 'As soon as a worker runs';
  if (Date.parse(time) > now.getTime()) return <RateMoment time={time} now={now} />;
  if (Date.parse(time) > now.getTime() - LATE) return 'Within seconds';
  return (
    <span className="text-accent">
      Was due <RateMoment time={time} now={now} />, and no worker has done it
    </span>
  );
}
