import type { Metadata } from 'next';
import Link from 'next/link';
import { EventRow } from '#components/admin/event-row.tsx';
import { OutcomeLinks } from '#components/admin/outcome-links.tsx';
import { OutcomeMeanings } from '#components/admin/outcome-meanings.tsx';
import { InRedis } from '#components/admin/stream-entries.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { type EventOutcome, isEventOutcome, OUTCOME_WORDS } from '#lib/domain/sale/webhook-log.ts';
import { countReceivedEvents, listReceivedEvents } from '#lib/orders/webhook-log/list-received-events.ts';
import { countDeadLetters, listDeadLetters } from '#lib/payments/dead-letters.ts';
import { listOpenEntries } from '#lib/payments/stream-state.ts';
import { eventCursorSchema } from '#lib/schemas/webhook-log.ts';
import { askRedis } from '../ask-redis.ts';
import { problemSentence } from '../problem.ts';
import { replayFailedAction } from './actions.ts';

export const metadata: Metadata = { title: 'Events', robots: { index: false } };

const SHOWN_OF_REDIS = 20;

type Asked = { outcome?: string; before?: string; done?: string; again?: string; problem?: string };

/** The event desk: what Stripe sent, what became of it, and what failed. */
export default async function EventsPage({ searchParams }: { searchParams: Promise<Asked> }) {
  await requireAdmin('/admin/events');
  const asked = await searchParams;
  const outcome = isEventOutcome(asked.outcome) ? asked.outcome : null;
  const before = eventCursorSchema.safeParse(asked.before).data ?? null;
  const [{ events, next }, counts, inRedis] = await Promise.all([
    listReceivedEvents({ outcome, before }),
    countReceivedEvents(),
    askRedis(Promise.all([listOpenEntries(SHOWN_OF_REDIS), listDeadLetters(SHOWN_OF_REDIS), countDeadLetters()])),
  ]);
  const isStart = before === null && (outcome === null || outcome === 'failed');
  const [open, letters, letterCount] = inRedis ?? [[], [], 0];
  // Mostly each has its row below, which says the same.
  const lone = letters.filter(({ eventId }) => !events.some(({ id }) => id === eventId));
  return (
    <>
      <h1 className="mb-5 text-lg font-medium">Events</h1>
      <div className="mb-5 grid gap-3 empty:hidden">
        <Notice>{problemSentence(asked.problem)}</Notice>
        <Notice tone="done">{replayedAll(asked)}</Notice>
      </div>
      <OutcomeLinks selected={outcome} counts={counts} />
      {outcome ? (
        <p className="mt-4 max-w-prose text-sm text-quiet">{OUTCOME_WORDS[outcome].meaning}</p>
      ) : (
        <OutcomeMeanings />
      )}
      {outcome === 'failed' && (events.length > 0 || letterCount > 0) && (
        <form action={replayFailedAction} className="mt-5">
          <SubmitButton look="quiet" pendingText="Replaying…">
            Replay all that failed
          </SubmitButton>
        </form>
      )}
      {!inRedis && <p className="mt-6 text-sm text-accent">Redis does not answer. This is what the database knows.</p>}
      {isStart && <InRedis open={open} letters={lone} />}
      {events.length === 0 ? (
        <EmptyState title="No events">{before ? 'There is nothing older.' : emptyWords(outcome)}</EmptyState>
      ) : (
        <>
          <p className="mt-8 text-sm text-quiet">The newest first; times are in UTC.</p>
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

const emptyWords = (outcome: EventOutcome | null) =>
  outcome ? 'None has this outcome.' : 'What Stripe sends about sales will stand here.';

function replayedAll({ done, again }: Asked): string | null {
  if (!done || !again || !/^\d{1,3}$/.test(done) || !/^\d{1,3}$/.test(again)) return null;
  if (done === '0' && again === '0') return 'No event has failed.';
  return `Replayed ${Number(done) + Number(again)}: ${done} came through, ${again} failed again.`;
}

function Pages({ outcome, isFirst, next }: { outcome: EventOutcome | null; isFirst: boolean; next: string | null }) {
  if (isFirst && !next) return null;
  const address = (change: { before?: string }) =>
    `/admin/events?${new URLSearchParams({ ...(outcome && { outcome }), ...change })}`;
  return (
    <nav aria-label="Pages" className="mt-8 flex justify-between text-sm">
      {isFirst ? (
        <span />
      ) : (
        <Link href={address({})} prefetch={false} className="underline underline-offset-4">
          Newest
        </Link>
      )}
      {next && (
        <Link href={address({ before: next })} prefetch={false} className="underline underline-offset-4">
          Older
        </Link>
      )}
    </nav>
  );
}
