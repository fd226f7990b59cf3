import Link from 'next/link';
import { describeAge, OUTCOME_WORDS, type ReceivedEvent, readableReason } from '#lib/domain/sale/webhook-log.ts';
import { EventTime } from './event-time.tsx';

type Props = {
  id: string;
  event: (ReceivedEvent & { createdAt: string; paymentIntentId: string | null }) | null;
  letters: { letterId: string; error: string; reference: string; putAsideAt: string }[];
  open: { age: number; deliveries: number } | null;
  redisAnswers: boolean;
};

/** What is known of one event, line by line. */
export function EventFacts({ id, event, letters, open, redisAnswers }: Props) {
  return (
    <dl className="grid max-w-3xl gap-x-6 gap-y-3 text-sm sm:grid-cols-[8rem_1fr] [&>dd]:max-sm:-mt-2 [&>dd]:min-w-0 [&>dd]:break-words [&>dt]:text-quiet">
      <dt>Id</dt>
      <dd className="break-all">{id}</dd>
      <dt>Outcome</dt>
      <dd>
        {event ? (
          <>
            <strong className="font-medium">{OUTCOME_WORDS[event.outcome].name}.</strong>{' '}
            {OUTCOME_WORDS[event.outcome].meaning}
          </>
        ) : (
          'None yet: the database does not know it.'
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
              {event.order.title}
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
          <dt>Happened</dt>
          <dd>
            <EventTime time={event.createdAt} /> UTC
          </dd>
          <dt>Came</dt>
          <dd>
            <EventTime time={event.receivedAt} /> UTC
          </dd>
        </>
      )}
      {open && (
        <>
          <dt>In the stream</dt>
          <dd>
            For {describeAge(open.age)}, {open.deliveries === 0 ? 'not tried yet' : `tries: ${open.deliveries}`}. A
            worker takes it by itself.
          </dd>
        </>
      )}
      {letters.map(({ letterId, error, reference, putAsideAt }) => (
        <div
          key={letterId}
          className="contents [&>dd]:min-w-0 [&>dd]:break-words [&>dd]:max-sm:-mt-2 [&>dt]:text-quiet"
        >
          <dt>Dead letter</dt>
          <dd>
            Put aside <EventTime time={putAsideAt} /> UTC: {readableReason(error)}
            {reference && ` (in the log: ${reference})`}
          </dd>
        </div>
      ))}
      {!redisAnswers && (
        <>
          <dt>Redis</dt>
          <dd className="text-accent">Does not answer, so nothing is known of the stream and its dead letters.</dd>
        </>
      )}
    </dl>
  );
}
