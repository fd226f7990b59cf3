import Link from 'next/link';
import { describeAge, readableReason } from '#lib/domain/sale/webhook-log.ts';
import { EventTime } from './event-time.tsx';

type Props = {
  open: { entryId: string; eventId: string; type: string; age: number; deliveries: number }[];
  letters: { letterId: string; eventId: string; type: string; error: string; deadLetteredAt: string }[];
};

/** What is only in Redis: entries that no worker has acknowledged, and dead letters. Usually there are none. */
export function StreamEntries({ open, letters }: Props) {
  return (
    <>
      {open.length > 0 && (
        <section className="mt-8 border-l-2 border-line pl-5">
          <h2 className="font-medium">Not acknowledged in the stream</h2>
          <ul className="mt-2 grid gap-1 text-sm">
            {open.map(({ entryId, eventId, type, age, deliveries }) => (
              <li key={entryId}>
                <EventLink eventId={eventId} type={type} />{' '}
                <span className="text-quiet tabular-nums">
                  for {describeAge(age)}, {deliveries === 0 ? 'not tried yet' : `attempts: ${deliveries}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {letters.length > 0 && (
        <section className="mt-8 border-l-2 border-accent pl-5">
          <h2 className="font-medium">Dead letters</h2>
          <p className="mt-1 max-w-prose text-sm text-quiet">
            These entries failed five times, or are not signed by this shop, and are not in the list below. Replaying or
            discarding an event removes its dead letter.
          </p>
          <ul className="mt-2 grid gap-2 text-sm">
            {letters.map(({ letterId, eventId, type, error, deadLetteredAt }) => (
              <li key={letterId} className="break-words">
                <span className="text-quiet">
                  <EventTime time={deadLetteredAt} />
                </span>{' '}
                <EventLink eventId={eventId} type={type} />
                <span className="block text-quiet">{readableReason(error)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function EventLink({ eventId, type }: { eventId: string; type: string }) {
  return (
    <Link href={`/admin/events/${eventId}`} prefetch={false} className="underline underline-offset-4">
      {type}
      <span className="sr-only"> {eventId}</span>
    </Link>
  );
}
