import Link from 'next/link';
import { OUTCOME_LABELS, type ReceivedEvent, readableReason } from '#lib/domain/sale/webhook-log.ts';
import { EventTime } from './event-time.tsx';

/** One event in the webhook log: when it was received, its type, its outcome with the reason, and its order. */
export function EventRow({ event }: { event: ReceivedEvent }) {
  const { id, type, outcome, detail, order, receivedAt } = event;
  const isAlarming = outcome === 'failed' || outcome === 'flagged';
  return (
    <li className="grid gap-x-8 gap-y-1 border-b border-line py-4 text-sm md:grid-cols-[9rem_minmax(0,1fr)_5rem]">
      <p className="text-quiet">
        <EventTime time={receivedAt} />
      </p>
      <div className="grid min-w-0 gap-x-8 gap-y-1 lg:grid-cols-2">
        <h2 className="min-w-0">
          <Link href={`/admin/events/${id}`} prefetch={false} className="block underline-offset-4 hover:underline">
            <span className="block font-medium">{type}</span>
            <span className="block text-xs break-all text-quiet">{id}</span>
          </Link>
        </h2>
        <div className="min-w-0">
          {detail && <p className="break-words first-letter:uppercase">{readableReason(detail)}</p>}
          {order && (
            <p dir="auto" className="focus-frame truncate">
              <Link
                href={`/dashboard/sales/${order.id}`}
                prefetch={false}
                className="text-quiet underline underline-offset-4 hover:text-ink"
              >
                <span className="sr-only">Order for </span>
                <bdi>{order.title}</bdi>
              </Link>
            </p>
          )}
        </div>
      </div>
      <p className={`md:text-right ${isAlarming ? 'text-accent' : 'text-quiet'}`}>{OUTCOME_LABELS[outcome].name}</p>
    </li>
  );
}
