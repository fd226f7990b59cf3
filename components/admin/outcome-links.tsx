import Link from 'next/link';
import {
  type BoundedCount,
  describeCount,
  EVENT_OUTCOMES,
  type EventOutcome,
  OPEN_OUTCOMES,
  OUTCOME_LABELS,
} from '#lib/domain/sale/webhook-log.ts';

type Props = {
  selected: EventOutcome | null;
  /** Shown beside the outcomes that need a decision. */
  counts: Readonly<Record<(typeof OPEN_OUTCOMES)[number], BoundedCount>>;
};

/** Links that filter the webhook log by outcome. */
export function OutcomeLinks({ selected, counts }: Props) {
  const countOf = (outcome: EventOutcome | null) => {
    const open = OPEN_OUTCOMES.find((one) => one === outcome);
    return open && counts[open].count > 0 ? describeCount(counts[open]) : null;
  };
  return (
    <nav aria-label="Outcome">
      <ul className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
        {[null, ...EVENT_OUTCOMES].map((outcome) => (
          <li key={outcome}>
            <Link
              href={outcome ? `/admin/events?outcome=${outcome}` : '/admin/events'}
              prefetch={false}
              aria-current={outcome === selected ? 'page' : undefined}
              className="text-quiet underline-offset-4 hover:text-ink aria-[current]:text-ink aria-[current]:underline"
            >
              {outcome ? OUTCOME_LABELS[outcome].name : 'All'}
              {countOf(outcome) && <span className="tabular-nums"> {countOf(outcome)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
