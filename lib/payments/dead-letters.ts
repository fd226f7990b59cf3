import { redis } from '#lib/redis.ts';
import { DEAD_STREAM } from './event-stream.ts';

/** An entry of the stream that failed five times and was put aside. */
export type DeadLetter = {
  /** Its own id in the stream of dead letters. */
  letterId: string;
  /** Stripe's id; of an entry that had none, `letterId`, so that it can be named at all. */
  eventId: string;
  type: string;
  /** The event as Stripe sent it. */
  body: string;
  error: string;
  /** Under which the log has the failure. */
  reference: string;
  /** ISO 8601. */
  putAsideAt: string;
};

type Entry = [id: string, fields: string[] | null];

const PAGE = 100;

/** How many there are; 0 where Redis has none, or was emptied. @throws when Redis is away. */
export const countDeadLetters = (): Promise<number> => redis().xlen(DEAD_STREAM);

/** The newest first. @throws when Redis is away. */
export async function listDeadLetters(limit: number): Promise<DeadLetter[]> {
  return (await redis().xrevrange(DEAD_STREAM, '+', '-', 'COUNT', limit)).map(toDeadLetter);
}

/** All of them, the oldest first, in pages: those that come meanwhile are included. @throws when Redis is away. */
export async function* everyDeadLetter(): AsyncGenerator<DeadLetter> {
  let from = '-';
  for (;;) {
    const page = await redis().xrange(DEAD_STREAM, from, '+', 'COUNT', PAGE);
    for (const entry of page) yield toDeadLetter(entry);
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    from = `(${last[0]}`;
  }
}

/**
 * Those of one event: more than one when a worker died between putting it aside and saying so, or when Stripe
 * delivered it again.
 * @throws when Redis is away.
 */
export async function findDeadLetters(eventId: string): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for await (const letter of everyDeadLetter()) if (letter.eventId === eventId) found.push(letter);
  return found;
}

/** @returns how many were still there. @throws when Redis is away. */
export async function removeDeadLetters(letterIds: readonly string[]): Promise<number> {
  return letterIds.length === 0 ? 0 : redis().xdel(DEAD_STREAM, ...letterIds);
}

function toDeadLetter([letterId, list]: Entry): DeadLetter {
  const fields = new Map<string, string>();
  for (let index = 0; list && index + 1 < list.length; index += 2) fields.set(list[index] ?? '', list[index + 1] ?? '');
  return {
    letterId,
    eventId: fields.get('id') || letterId,
    type: fields.get('type') || 'unknown',
    body: fields.get('event') ?? '',
    error: fields.get('error') ?? '',
    reference: fields.get('reference') ?? '',
    putAsideAt: new Date(Number.parseInt(letterId, 10)).toISOString(),
  };
}
