import Link from 'next/link';
import { EventRow } from '#components/admin/event-row.tsx';
import { OutcomeLinks } from '#components/admin/outcome-links.tsx';
import { OutcomeMeanings } from '#components/admin/outcome-meanings.tsx';
import { StreamEntries } from '#components/admin/stream-entries.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { type EventOutcome, isEventOutcome, OUTCOME_LABELS } from '#lib/domain/sale/webhook-log.ts';
import { describeDiscard } from '#lib/orders/webhook-log/discard-event.ts';
import { countReceivedEvents, listReceivedEvents } from '#lib/orders/webhook-log/list-received-events.ts';
import { countDeadLetters, listDeadLetters } from '#lib/payments/dead-letters.ts';
import { listOpenEntries } from '#lib/payments/stream-state.ts';
import { eventCursorSchema } from '#lib/schemas/webhook-log.ts';
import { adminMetadata } from '../admin-metadata.ts';
import { redisOrNull } from '../redis-or-null.ts';
import { replayFailedAction } from './actions.ts';

export const generateMetadata = adminMetadata('Events');

const MAX_STREAM_ENTRIES = 20;

type Query = { outcome?: string; before?: string; done?: string; again?: string; removed?: string; problem?: string };

/** The webhook log: Stripe's events with their outcomes. */
export default async function EventsPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireAdmin('/admin/events');
  const query = await searchParams;
  const outcome = isEventOutcome(query.outcome) ? query.outcome : null;
  const before = eventCursorSchema.safeParse(query.before).data ?? null;
  const [{ events, next }, counts, inRedis] = await Promise.all([
    listReceivedEvents({ outcome, before }),
    countReceivedEvents(),
    redisOrNull(
      Promise.all([listOpenEntries(MAX_STREAM_ENTRIES), listDeadLetters(MAX_STREAM_ENTRIES), countDeadLetters()]),
    ),
  ]);
  const isFirstPage = before === null && (outcome === null || outcome === 'failed');
  const [open, letters, letterCount] = inRedis ?? [[], [], 0];
  // A dead letter usually has a row in the list below as well; that one is enough.
  const unlisted = letters.filter(({ eventId }) => !events.some(({ id }) => id === eventId));
  return (
    <>
      <h1 className="mb-5 text-lg font-medium">Events</h1>
      <div className="mb-5 grid gap-3 empty:hidden">
        <Notice>{problemMessage(query.problem)}</Notice>
        <Notice tone="done">{describeReplayed(query) ?? describeRemoved(query)}</Notice>
      </div>
      <OutcomeLinks selected={outcome} counts={counts} />
      {outcome ? (
        <p className="mt-4 max-w-prose text-sm text-quiet">{OUTCOME_LABELS[outcome].meaning}</p>
      ) : (
        <OutcomeMeanings />
      )}
      {outcome === 'failed' && (events.length > 0 || letterCount > 0) && (
        <form action={replayFailedAction} className="mt-5">
          <SubmitButton variant="quiet" pendingText="Replaying…">
            Replay all failed events
          </SubmitButton>
        </form>
      )}
      {!inRedis && (
        <p className="mt-6 text-sm text-accent">Redis is not responding. Only events in the database are shown.</p>
      )}
      {isFirstPage && <StreamEntries open={open} letters={unlisted} />}
      {events.length === 0 ? (
        <EmptyState title="No events">{before ? 'There are no older events.' : emptyText(outcome)}</EmptyState>
      ) : (
        <>
          <p className="mt-8 text-sm text-quiet">Newest first.</p>
          <ul className="mt-2">
            {events.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </ul>
        </>
      )}
      <Pages outcome={outcome} isFirst={before === null} next={next} />
    </>
  );
}

const emptyText = (outcome: EventOutcome | null) =>
  outcome ? 'No event has this outcome.' : 'Events that Stripe sends about sales will appear here.';

/** The result of “Replay all failed events”; null if there is none. */
function describeReplayed({ done, again }: Query): string | null {
  if (!done || !again || !/^\d{1,3}$/.test(done) || !/^\d{1,3}$/.test(again)) return null;
  if (done === '0' && again === '0') return 'No event has failed.';
  return `Replayed ${Number(done) + Number(again)}: ${done} succeeded, ${again} failed again.`;
}

/** The result of discarding a dead letter that was not signed; null if there is none. */
const describeRemoved = ({ removed }: Query): string | null =>
  removed === '1' ? `${describeDiscard({ result: 'removed', outcome: null })}.` : null;

function Pages({ outcome, isFirst, next }: { outcome: EventOutcome | null; isFirst: boolean; next: string | null }) {
  if (isFirst && !next) return null;
  const pageUrl = (change: { before?: string }) =>
    `/admin/events?${new URLSearchParams({ ...(outcome && { outcome }), ...change })}`;
  return (
    <nav aria-label="Pages" className="mt-8 flex justify-between text-sm">
      {isFirst ? (
        <span />
      ) : (
        <Link href={pageUrl({})} prefetch={false} className="underline underline-offset-4">
          Newest
        </Link>
      )}
      {next && (
        <Link href={pageUrl({ before: next })} prefetch={false} className="underline underline-offset-4">
          Older
        </Link>
      )}
    </nav>
  );
}
