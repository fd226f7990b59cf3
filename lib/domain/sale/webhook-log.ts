/** What can become of a Stripe event here, in the order in which the event desk lists them. */
export const EVENT_OUTCOMES = ['failed', 'flagged', 'waiting', 'refused', 'ignored', 'applied', 'discarded'] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

type Words = { name: string; meaning: string };

/** Each outcome in a word, and what it means for whoever looks after the place. */
export const OUTCOME_WORDS: Record<EventOutcome, Words> = {
  failed: {
    name: 'Failed',
    meaning: 'It could not be applied, after five tries. Replay it once the reason is out of the way, or discard it.',
  },
  flagged: {
    name: 'Flagged',
    meaning: 'It does not agree with the order, so nothing was sold or given back. A person has to look.',
  },
  waiting: {
    name: 'Waiting',
    meaning:
      'It came before the payment that it is about, and is applied as soon as that is known. Of a payment that has nothing to do with this shop it waits for ever: discard it.',
  },
  refused: {
    name: 'Refused',
    meaning: 'An order in its state cannot take this step, so nothing was changed. There is nothing to do.',
  },
  ignored: { name: 'Ignored', meaning: 'It says nothing new, or is about no order of this shop. Nothing was changed.' },
  applied: { name: 'Applied', meaning: 'The sale moved, or its money was recorded.' },
  discarded: { name: 'Discarded', meaning: 'A person decided that it is not to be applied. It can still be replayed.' },
};

export const isEventOutcome = (text: unknown): text is EventOutcome => EVENT_OUTCOMES.some((name) => name === text);

/** The outcomes that ask for a decision, and that discarding settles. */
export const OPEN_OUTCOMES = ['failed', 'flagged', 'waiting'] as const satisfies readonly EventOutcome[];

/** Null is the outcome of an event of which only the dead letter is known. */
export const canDiscard = (outcome: EventOutcome | null): boolean =>
  outcome === null || OPEN_OUTCOMES.some((open) => open === outcome);

/** An applied one stays as it is. */
export const canReplay = (outcome: EventOutcome | null): boolean => outcome !== 'applied';

/** A count that stops at a limit, so that it costs the same however many there are. */
export type BoundedCount = { count: number; more: boolean };

/** `12`, or `more than 1,000`. */
export function describeCount({ count, more }: BoundedCount): string {
  return `${more ? 'more than ' : ''}${count.toLocaleString('en')}`;
}

/** `14 s`, `3 min`, `2 h`, `5 days`: how long something has lasted. @param milliseconds below zero counts as none. */
export function describeAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 60 * 60) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 60 * 60) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

/** One event that was taken in. Times are ISO 8601 in UTC. */
export type ReceivedEvent = {
  id: string;
  type: string;
  outcome: EventOutcome;
  detail: string | null;
  order: { id: string; title: string } | null;
  receivedAt: string;
};

/**
 * What came of replaying an event. `settled`: it was applied once more, with this outcome. `unchanged`: it had been
 * taken in before. `failed`: it failed again. `no-text`: what Stripe sent is not kept any more. `unknown`: never came.
 */
export const REPLAY_RESULTS = ['settled', 'unchanged', 'failed', 'no-text', 'unknown'] as const;
export type ReplayResult = (typeof REPLAY_RESULTS)[number];

/** The same in a sentence. @param event as it stands now */
export function describeReplay(
  result: ReplayResult,
  { outcome, detail }: { outcome: EventOutcome | null; detail: string | null },
): string {
  const now = outcome ? OUTCOME_WORDS[outcome].name.toLowerCase() : 'unknown';
  const why = detail ? `: ${readableReason(detail)}` : '';
  switch (result) {
    case 'settled':
      return `Replayed, and now ${now}${why}`;
    case 'unchanged':
      return `Nothing was changed: it was ${now} before${why}`;
    case 'failed':
      return `Replayed, and it failed again${why}`;
    case 'no-text':
      return 'What Stripe sent is not kept any more, so it cannot be replayed';
    case 'unknown':
      return 'There is no event with this id here';
  }
}

const LONGEST_REASON = 600;

/** An error in one line: what a schema says is wrong comes as JSON, what the database says over several lines. */
export function readableReason(reason: string): string {
  const line = (schemaProblems(reason) ?? reason).replace(/[\s\0]+/g, ' ').trim();
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
}

function schemaProblems(reason: string): string | null {
  if (!reason.startsWith('[')) return null;
  try {
    const issues: { path?: unknown[]; message?: string }[] = JSON.parse(reason);
    const problems = issues.map(({ path, message }) => `${path?.join('.') || 'the event'}: ${message}`);
    return `Not an event that the sale knows. ${problems.join('; ')}`;
  } catch {
    return null;
  }
}

/** An event's text for people: JSON in lines, anything else as it is. Null when neither is kept. */
export function prettyPayload(payload: unknown, letterBody: string | null): string | null {
  if (payload !== null && typeof payload !== 'string') return JSON.stringify(payload, null, 2);
  const text = payload ?? letterBody;
  if (text === null) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
