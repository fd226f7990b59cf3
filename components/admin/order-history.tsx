import Link from 'next/link';
import { type HistoryStep, KINDS } from '#lib/domain/sale/order-history.ts';
import { EventTime } from './event-time.tsx';

/** What happened to an order, oldest first. */
export function OrderHistory({ steps }: { steps: readonly HistoryStep[] }) {
  return (
    <ol className="border-t border-line text-sm">
      {steps.map(({ key, at, kind, title, detail, href }) => (
        <li
          key={key}
          className="grid gap-x-8 gap-y-1 border-b border-line py-3 md:grid-cols-[9rem_minmax(0,1fr)_minmax(0,14rem)]"
        >
          <p className="text-quiet">
            <EventTime time={at} />
          </p>
          <div className="min-w-0 wrap-anywhere">
            <p className="font-medium">
              {href ? (
                <Link href={href} prefetch={false} className="underline underline-offset-4">
                  {title}
                </Link>
              ) : (
                title
              )}
            </p>
            {detail && <p className="text-quiet">{detail}</p>}
          </div>
          <p className="text-quiet max-md:order-first">{KINDS[kind]}</p>
        </li>
      ))}
    </ol>
  );
}
