import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { EventActions } from '#components/admin/event-actions.tsx';
import { EventDetails } from '#components/admin/event-details.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { currentViewer, requireAdmin } from '#lib/auth/viewer.ts';
import { canDiscard, canReplay, describeReplay, prettyPayload, REPLAY_RESULTS } from '#lib/domain/sale/webhook-log.ts';
import { describeDiscard } from '#lib/orders/webhook-log/discard-event.ts';
import { type FoundEvent, findEvent } from '#lib/orders/webhook-log/find-event.ts';
import { eventIdSchema } from '#lib/schemas/webhook-log.ts';
import { discardEventAction, replayEventAction } from '../actions.ts';

/** The result of the last action. */
type Result = { replay?: string; discard?: string; problem?: string };
type Props = { params: Promise<{ id: string }>; searchParams: Promise<Result> };

/** Read once for the page and its metadata. */
const eventOf = cache((id: string) => (eventIdSchema.safeParse(id).success ? findEvent(id) : null));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const viewer = await currentViewer();
  if (viewer && (viewer.role !== 'ADMIN' || !(await eventOf((await params).id)))) notFound();
  return { title: 'Event', robots: { index: false } };
}

/** One event with all its details and actions. */
export default async function EventPage({ params, searchParams }: Props) {
  const { id } = await params;
  await requireAdmin(`/admin/events/${id}`);
  const found = await eventOf(id);
  if (!found) notFound();
  const { recorded, letters, open } = found;
  const result = await searchParams;
  const notice = noticeOf(result, found);
  const payload = prettyPayload(recorded?.payload ?? null, letters[0]?.body ?? null);
  const outcome = recorded?.outcome ?? null;
  const isStored = recorded !== null || letters.length > 0;
  const isFromStripe = recorded !== null || letters.some(({ isSigned }) => isSigned);
  return (
    <>
      <p className="text-sm">
        <Link href="/admin/events" prefetch={false} className="text-quiet underline underline-offset-4 hover:text-ink">
          All events
        </Link>
      </p>
      <h1 className="mt-3 mb-6 font-serif text-3xl tracking-tight break-words">
        {recorded?.type ?? letters[0]?.type ?? open?.type}
      </h1>
      <div className="mb-6 grid max-w-3xl gap-3 empty:hidden">
        <Notice>{problemMessage(result.problem)}</Notice>
        {notice && <Notice tone={notice.tone}>{notice.text}.</Notice>}
      </div>
      <EventDetails id={id} event={recorded} letters={letters} open={open} isRedisAvailable={found.isRedisAvailable} />
      {isStored && (
        <EventActions
          id={id}
          replay={canReplay(outcome) && payload !== null ? replayEventAction : null}
          discard={canDiscard(outcome) || letters.length > 0 ? discardEventAction : null}
        />
      )}
      {isStored && (
        <section className="mt-12">
          <h2 id="text" className="text-lg font-medium">
            {isFromStripe ? 'What Stripe sent' : 'What somebody added, without a signature'}
          </h2>
          {payload === null ? (
            <p className="mt-3 text-sm text-quiet">No longer stored: payloads are deleted after 90 days.</p>
          ) : (
            <section
              aria-labelledby="text"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable with the keyboard
              tabIndex={0}
              className="mt-3 max-h-[36rem] overflow-auto rounded-md bg-sunken p-4 text-xs leading-relaxed"
            >
              <pre>{payload}</pre>
            </section>
          )}
        </section>
      )}
    </>
  );
}

/** The result of the last action. It is described by the event's current state, because anybody can edit the URL. */
function noticeOf(
  { replay, discard }: Result,
  { recorded }: FoundEvent,
): { tone: 'done' | 'error'; text: string } | null {
  const result = REPLAY_RESULTS.find((one) => one === replay);
  const current = { outcome: recorded?.outcome ?? null, detail: recorded?.detail ?? null };
  if (result) {
    const isGood = result === 'settled' || result === 'unchanged';
    return { tone: isGood ? 'done' : 'error', text: describeReplay(result, current) };
  }
  if (discard !== 'discarded' && discard !== 'unchanged') return null;
  return { tone: 'done', text: describeDiscard({ result: discard, outcome: current.outcome }) };
}
