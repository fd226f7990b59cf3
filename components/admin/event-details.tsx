import Link from 'next/link';
import { describeAge, OUTCOME_LABELS, type ReceivedEvent, readableReason } from '#lib/domain/sale/webhook-log.ts';
import { EventTime } from './event-time.tsx';

type Props = {
  id: string;
  event: (ReceivedEvent & { createdAt: string; paymentIntentId: string | null }) | null;
  letters: { letterId: string; error: string; reference: string; deadLetteredAt: string }[];
  open: { age: number; deliveries: number } | null;
  isRedisAvailable: boolean;
};

/** Everything that is known about one event. */
export function EventDetails({ id, event, letters, open, isRedisAvailable }: Props) {
  return (
    <dl className="grid max-w-3xl gap-x-6 gap-y-3 text-sm sm:grid-cols-[8rem_minmax(0,1fr)] [&>dd]:max-sm:-mt-2 [&>dd]:min-w-0 [&>dd]:break-words [&>dt]:text-quiet">
      <dt>ID</dt>
      <dd className="break-all">{id}</dd>
      <dt>Outcome</dt>
      <dd>
        {event ? (
          <>
            <strong className="font-medium">{OUTCOME_LABELS[event.outcome].name}.</strong>{' '}
            {OUTCOME_LABELS[event.outcome].meaning}
          </>
        ) : (
          'None yet: it is not in the database.'
        )}
      </dd>
      {event?.detail && (
        <>
          <dt>Detail</dt>
          <dd className="first-letter:uppercase">{readableReason(event.detail)}</dd>
        </>
      )}
      {event?.order && (
        <>
          <dt>Order</dt>
          <dd>
            <Link href={`/dashboard/sales/${event.order.id}`} prefetch={false} className="underline underline-offset-4">
              <bdi>{event.order.title}</bdi>
            </Link>
          </dd>
        </>
      )}
      {event?.paymentIntentId && (
        <>
          <dt>Payment</dt>
          <dd className="break-all">{event.paymentIntentId}</dd>
        </>
      )}
      {event && (
        <>
          <dt>Created</dt>
          <dd>
            <EventTime time={event.createdAt} />
          </dd>
          <dt>Received</dt>
          <dd>
            <EventTime time={event.receivedAt} />
          </dd>
        </>
      )}
      {open && (
        <>
          <dt>In the stream</dt>
          <dd>
            For {describeAge(open.age)}, {open.deliveries === 0 ? 'not tried yet' : `attempts: ${open.deliveries}`}. A
            worker processes it automatically.
          </dd>
        </>
      )}
      {letters.map(({ letterId, error, reference, deadLetteredAt }) => (
        <div
          key={letterId}
          className="contents [&>dd]:min-w-0 [&>dd]:break-words [&>dd]:max-sm:-mt-2 [&>dt]:text-quiet"
        >
          <dt>Dead letter</dt>
          <dd>
            Since <EventTime time={deadLetteredAt} />: {readableReason(error)}
            {reference && ` (log reference: ${reference})`}
          </dd>
        </div>
      ))}
      {!isRedisAvailable && (
        <>
          <dt>Redis</dt>
          <dd className="text-accent">Not responding, so the stream and its dead letters are not known.</dd>
        </>
      )}
    </dl>
  );
}
