import { redis } from '#lib/redis.ts';
import { isEntrySigned } from './entry-signature.ts';
import { DEAD_STREAM } from './event-stream.ts';

/** A stream entry that failed five times, or that no process of this shop has signed. */
export type DeadLetter = {
  /** Its id in the stream of dead letters. */
  letterId: string;
  /** Stripe's id, or `letterId` if the entry has none that could be Stripe's. */
  eventId: string;
  type: string;
  /** The event as Stripe sent it, if the letter is signed. */
  body: string;
  /** Whether a process of this shop added the entry. Nothing of any other is applied or recorded. */
  isSigned: boolean;
  error: string;
  /** The reference of the failure in the log. */
  reference: string;
  /** ISO 8601. */
  deadLetteredAt: string;
};

type Entry = [id: string, fields: string[] | null];

const PAGE_SIZE = 100;
const EVENT_ID = /^[\w-]{1,255}$/;

/** @throws if Redis is unavailable. */
export const countDeadLetters = (): Promise<number> => redis().xlen(DEAD_STREAM);

/** Newest first. @throws if Redis is unavailable. */
export async function listDeadLetters(limit: number): Promise<DeadLetter[]> {
  return (await redis().xrevrange(DEAD_STREAM, '+', '-', 'COUNT', limit)).map(toDeadLetter);
}

/** All of them, oldest first, read in pages; those added meanwhile are included. @throws if Redis is unavailable. */
export async function* iterateDeadLetters(): AsyncGenerator<DeadLetter> {
  let from = '-';
  for (;;) {
    const page = await redis().xrange(DEAD_STREAM, from, '+', 'COUNT', PAGE_SIZE);
    for (const entry of page) yield toDeadLetter(entry);
    const last = page.at(-1);
    if (!last || page.length < PAGE_SIZE) return;
    from = `(${last[0]}`;
  }
}

/**
 * The dead letters of one event: several if a worker died between adding one and acknowledging the entry, or if Stripe
 * delivered the event again.
 * @throws if Redis is unavailable.
 */
export async function findDeadLetters(eventId: string): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for await (const letter of iterateDeadLetters()) if (letter.eventId === eventId) found.push(letter);
  return found;
}

/** @returns how many were deleted. @throws if Redis is unavailable. */
export async function removeDeadLetters(letterIds: readonly string[]): Promise<number> {
  return letterIds.length === 0 ? 0 : redis().xdel(DEAD_STREAM, ...letterIds);
}

function toDeadLetter([letterId, list]: Entry): DeadLetter {
  const fields = new Map<string, string>();
  for (let index = 0; list && index + 1 < list.length; index += 2) fields.set(list[index] ?? '', list[index + 1] ?? '');
  const [id = '', type = '', body = ''] = [fields.get('id'), fields.get('type'), fields.get('event')];
  return {
    letterId,
    eventId: EVENT_ID.test(id) ? id : letterId,
    type: type || 'unknown',
    body,
    isSigned: isEntrySigned({ id, type, body }, fields.get('signature')),
    error: fields.get('error') ?? '',
    reference: fields.get('reference') ?? '',
    deadLetteredAt: new Date(Number.parseInt(letterId, 10)).toISOString(),
  };
}
