import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { EventActions } from '#components/admin/event-actions.tsx';
import { EventFacts } from '#components/admin/event-facts.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { canDiscard, canReplay, describeReplay, prettyPayload, REPLAY_RESULTS } from '#lib/domain/sale/webhook-log.ts';
import { describeDiscard } from '#lib/orders/webhook-log/discard-event.ts';
import { type FoundEvent, findEvent } from '#lib/orders/webhook-log/find-event.ts';
import { eventIdSchema } from '#lib/schemas/webhook-log.ts';
import { problemSentence } from '../../problem.ts';
import { discardEventAction, replayEventAction } from '../actions.ts';

export const metadata: Metadata = { title: 'An event', robots: { index: false } };

type Said = { replay?: string; discard?: string; problem?: string };
type Props = { params: Promise<{ id: string }>; searchParams: Promise<Said> };

/** One event with everything that is known of it, and what can be done about it. */
export default async function EventPage({ params, searchParams }: Props) {
  const { id } = await params;
  await requireAdmin(`/admin/events/${id}`);
  const found = eventIdSchema.safeParse(id).success ? await findEvent(id) : null;
  if (!found) notFound();
  const { taken, letters, open } = found;
  const said = await searchParams;
  const notice = noticeOf(said, found);
  const text = prettyPayload(taken?.payload ?? null, letters[0]?.body ?? null);
  const outcome = taken?.outcome ?? null;
  const isHere = taken !== null || letters.length > 0;
  return (
    <>
      <p className="text-sm">
        <Link href="/admin/events" prefetch={false} className="text-quiet underline underline-offset-4 hover:text-ink">
          All events
        </Link>
      </p>
      <h1 className="mt-3 mb-6 font-serif text-3xl tracking-tight break-words">
        {taken?.type ?? letters[0]?.type ?? open?.type}
      </h1>
      <div className="mb-6 grid max-w-3xl gap-3 empty:hidden">
        <Notice>{problemSentence(said.problem)}</Notice>
        {notice && <Notice tone={notice.tone}>{notice.text}.</Notice>}
      </div>
      <EventFacts id={id} event={taken} letters={letters} open={open} redisAnswers={found.redisAnswers} />
      {isHere && (
        <EventActions
          id={id}
          replay={canReplay(outcome) && text !== null ? replayEventAction : null}
          discard={canDiscard(outcome) || letters.length > 0 ? discardEventAction : null}
        />
      )}
      {isHere && (
        <section className="mt-12">
          <h2 id="text" className="text-lg font-medium">
            What Stripe sent
          </h2>
          {text === null ? (
            <p className="mt-3 text-sm text-quiet">Not kept any more: texts go after 90 days.</p>
          ) : (
            <section
              aria-labelledby="text"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
              tabIndex={0}
              className="mt-3 max-h-[36rem] overflow-auto rounded-md bg-sunken p-4 text-xs leading-relaxed"
            >
              <pre>{text}</pre>
            </section>
          )}
        </section>
      )}
    </>
  );
}

/** What the last action came to, in the words of the event as it is now: an address can say anything. */
function noticeOf({ replay, discard }: Said, { taken }: FoundEvent): { tone: 'done' | 'error'; text: string } | null {
  const result = REPLAY_RESULTS.find((one) => one === replay);
  const now = { outcome: taken?.outcome ?? null, detail: taken?.detail ?? null };
  if (result) {
    const isGood = result === 'settled' || result === 'unchanged';
    return { tone: isGood ? 'done' : 'error', text: describeReplay(result, now) };
  }
  if (discard !== 'discarded' && discard !== 'unchanged') return null;
  return { tone: 'done', text: describeDiscard({ result: discard, outcome: now.outcome }) };
}
