import Link from 'next/link';
import type { WaitingItem } from '#lib/domain/overview/waiting.ts';
import { RelativeTime } from '../relative-time.tsx';

/** What waits in the shop, for whom and since when. */
export function WaitingList({ items, now }: { items: readonly WaitingItem[]; now: Date }) {
  if (items.length === 0) return <p className="text-quiet">Nothing waits.</p>;
  return (
    <ul className="max-w-4xl border-t border-line">
      {items.map(({ name, text, who, href, oldest, isLate }) => (
        <li
          key={name}
          className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-line py-3"
        >
          {href ? (
            <Link href={href} prefetch={false} className="underline underline-offset-4">
              {text}
            </Link>
          ) : (
            <span>{text}</span>
          )}
          <span className={`text-sm ${isLate ? 'text-accent' : 'text-quiet'}`}>
            {isLate && <strong className="font-medium">Late. </strong>}
            {who}, the oldest from <RelativeTime time={oldest} now={now} />
          </span>
        </li>
      ))}
    </ul>
  );
}
