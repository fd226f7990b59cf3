/** The possible outcomes of a Stripe event, in the order in which the webhook log lists them. */
export const EVENT_OUTCOMES = ['failed', 'flagged', 'waiting', 'refused', 'ignored', 'applied', 'discarded'] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

type OutcomeLabel = { name: string; meaning: string };

/** Names and explanations of the outcomes, for admins. */
export const OUTCOME_LABELS: Record<EventOutcome, OutcomeLabel> = {
  failed: {
    name: 'Failed',
    meaning: 'It could not be applied after five attempts. Fix the cause and replay it, or discard it.',
  },
  flagged: {
    name: 'Flagged',
    meaning: 'It does not match the order, so nothing was sold or refunded. An admin has to look at it.',
  },
  waiting: {
    name: 'Waiting',
    meaning:
      'It arrived before the payment it is about and will be applied together with it. If the payment has nothing to do with this shop, it waits for ever: discard it.',
  },
  refused: {
    name: 'Refused',
    meaning: 'It is not possible in the order’s current state, so nothing was changed. There is nothing to do.',
  },
  ignored: { name: 'Ignored', meaning: 'It is not new, or not about an order of this shop. Nothing was changed.' },
  applied: { name: 'Applied', meaning: 'The order was changed, or its money was recorded.' },
  discarded: { name: 'Discarded', meaning: 'An admin decided not to apply it. It can still be replayed.' },
};

export const isEventOutcome = (text: unknown): text is EventOutcome => EVENT_OUTCOMES.some((name) => name === text);

/** The outcomes that need a decision; discarding closes them. */
export const OPEN_OUTCOMES = ['failed', 'flagged', 'waiting'] as const satisfies readonly EventOutcome[];

/** @param outcome null for an event known only from its dead letter */
export const canDiscard = (outcome: EventOutcome | null): boolean =>
  outcome === null || OPEN_OUTCOMES.some((open) => open === outcome);

export const canReplay = (outcome: EventOutcome | null): boolean => outcome !== 'applied';

/** A count that stops at a limit, so that its cost is bounded. */
export type BoundedCount = { count: number; more: boolean };

/** `12`, or `more than 1,000`. */
export function describeCount({ count, more }: BoundedCount): string {
  return `${more ? 'more than ' : ''}${count.toLocaleString('en')}`;
}

/** `14 s`, `3 min`, `2 h`, `5 days`. @param milliseconds negative counts as 0. */
export function describeAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 60 * 60) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 60 * 60) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

/** A recorded event. Times are ISO 8601 in UTC. */
export type ReceivedEvent = {
  id: string;
  type: string;
  outcome: EventOutcome;
  detail: string | null;
  order: { id: string; title: string } | null;
  receivedAt: string;
};

/**
 * The result of replaying an event. `settled`: it was processed again, with a new outcome. `unchanged`: it had been
 * processed before. `failed`: it failed again. `no-text`: its payload is no longer stored. `unproven`: neither a signature
 * nor Stripe says that Stripe sent it. `unknown`: there is no such event.
 */
export const REPLAY_RESULTS = ['settled', 'unchanged', 'failed', 'no-text', 'unproven', 'unknown'] as const;
export type ReplayResult = (typeof REPLAY_RESULTS)[number];

/** The same in a sentence. @param event its current outcome */
export function describeReplay(
  result: ReplayResult,
  { outcome, detail }: { outcome: EventOutcome | null; detail: string | null },
): string {
  const now = outcome ? OUTCOME_LABELS[outcome].name.toLowerCase() : 'unknown';
  const why = detail ? `: ${readableReason(detail)}` : '';
  switch (result) {
    case 'settled':
      return `Replayed, and now ${now}${why}`;
    case 'unchanged':
      return `Nothing was changed: it was already ${now}${why}`;
    case 'failed':
      return `Replayed, and it failed again${why}`;
    case 'no-text':
      return 'Its payload is no longer stored, so it cannot be replayed';
    case 'unproven':
      return 'Nothing was changed: it is not signed by this shop, and Stripe does not have it';
    case 'unknown':
      return 'There is no event with this id';
  }
}

const MAX_REASON_LENGTH = 600;

/** An error in one line. Schema errors arrive as JSON, database errors with several lines. */
export function readableReason(reason: string): string {
  const line = (schemaProblems(reason) ?? reason).replace(/[\s\0]+/g, ' ').trim();
  return line.length > MAX_REASON_LENGTH ? `${line.slice(0, MAX_REASON_LENGTH)}…` : line;
}

function schemaProblems(reason: string): string | null {
  if (!reason.startsWith('[')) return null;
  try {
    const issues: { path?: unknown[]; message?: string }[] = JSON.parse(reason);
    const problems = issues.map(({ path, message }) => `${path?.join('.') || 'the event'}: ${message}`);
    return `Not a supported event. ${problems.join('; ')}`;
  } catch {
    return null;
  }
}

/** An event's payload for people: JSON is indented, other text unchanged. Null if neither is stored. */
export function prettyPayload(payload: unknown, deadLetterBody: string | null): string | null {
  if (payload !== null && typeof payload !== 'string') return JSON.stringify(payload, null, 2);
  const text = payload ?? deadLetterBody;
  if (text === null) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
