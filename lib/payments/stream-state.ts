import type { BoundedCount } from '#lib/domain/sale/webhook-log.ts';
import { redis } from '#lib/redis.ts';
import { EVENT_GROUP, EVENT_STREAM } from './event-stream.ts';

/** An entry that no worker has acknowledged. */
export type OpenEntry = {
  entryId: string;
  eventId: string;
  type: string;
  /** Since it came, milliseconds. */
  age: number;
  /** How often it was given to a worker; 0: it still waits for the first. */
  deliveries: number;
  /** Who had it last. */
  consumer: string | null;
};

export type StreamState = {
  /** Entries in the stream, also those that are done and not trimmed yet. */
  length: number;
  /** Entries that no worker has been given yet. */
  lag: BoundedCount;
  /** Entries that a worker was given and has not acknowledged. */
  pending: number;
  oldest: OpenEntry | null;
  /** Workers with entries of their own, and how many. */
  consumers: { name: string; pending: number }[];
};

type Pending = [entryId: string, consumer: string, idle: number, deliveries: number];
type Group = { lastDelivered: string; lag: number | null };

/** Redis before 7 does not know the lag, and later ones forget it in rare cases; then entries are counted up to here. */
const COUNTED = 100;

/**
 * How far the workers are behind. Before the first event there is no stream and no group: then all is zero.
 * @throws when Redis is away.
 */
export async function streamState(): Promise<StreamState> {
  const [length, group, [pending, consumers], [oldest = null]] = await Promise.all([
    redis().xlen(EVENT_STREAM),
    readGroup(),
    pendingSummary(),
    listOpenEntries(1),
  ]);
  return { length, lag: await lagOf(group, length), pending, oldest, consumers };
}

/** What waits in the stream, the oldest first: entries that failed or are being handled, then those nobody has read. */
export async function listOpenEntries(limit: number): Promise<OpenEntry[]> {
  const group = await readGroup();
  const given = group ? await pendingEntries(limit) : [];
  const texts = await Promise.all(given.map(([id]) => redis().xrange(EVENT_STREAM, id, id)));
  const from = group ? `(${group.lastDelivered}` : '-';
  const unread = await redis().xrange(EVENT_STREAM, from, '+', 'COUNT', limit);
  return [
    ...given.map(([entryId, consumer, , deliveries], index) =>
      toOpenEntry(entryId, texts[index]?.[0]?.[1] ?? [], { consumer, deliveries }),
    ),
    ...unread.map(([entryId, fields]) => toOpenEntry(entryId, fields, { consumer: null, deliveries: 0 })),
  ].slice(0, limit);
}

async function readGroup(): Promise<Group | null> {
  const groups = (await orNone(redis().xinfo('GROUPS', EVENT_STREAM), [])) as unknown[][];
  for (const list of groups) {
    const fields = new Map(list.flatMap((name, at) => (at % 2 === 0 ? [[name, list[at + 1]] as const] : [])));
    if (fields.get('name') !== EVENT_GROUP) continue;
    const lag = fields.get('lag');
    return { lastDelivered: String(fields.get('last-delivered-id')), lag: typeof lag === 'number' ? lag : null };
  }
  return null;
}

async function lagOf(group: Group | null, length: number): Promise<BoundedCount> {
  if (!group) return { count: length, more: false };
  if (group.lag !== null) return { count: group.lag, more: false };
  const unread = await redis().xrange(EVENT_STREAM, `(${group.lastDelivered}`, '+', 'COUNT', COUNTED + 1);
  return { count: Math.min(unread.length, COUNTED), more: unread.length > COUNTED };
}

async function pendingSummary(): Promise<[count: number, consumers: { name: string; pending: number }[]]> {
  const empty = [0, null, null, null];
  const [count, , , consumers] = (await orNone(redis().xpending(EVENT_STREAM, EVENT_GROUP), empty)) as [
    number,
    unknown,
    unknown,
    [name: string, pending: string][] | null,
  ];
  return [count, (consumers ?? []).map(([name, pending]) => ({ name, pending: Number(pending) }))];
}

async function pendingEntries(limit: number): Promise<Pending[]> {
  return (await orNone(redis().xpending(EVENT_STREAM, EVENT_GROUP, '-', '+', limit), [])) as Pending[];
}

/** Redis may be emptied between any two questions; an error that says so is an answer too. */
async function orNone<T>(question: Promise<T>, none: T): Promise<T> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof Error && /NOGROUP|no such key/i.test(error.message)) return none;
    throw error;
  }
}

function toOpenEntry(entryId: string, fields: string[], given: Pick<OpenEntry, 'consumer' | 'deliveries'>): OpenEntry {
  const field = (name: string) => {
    const at = fields.findIndex((text, index) => index % 2 === 0 && text === name);
    return at === -1 ? '' : (fields[at + 1] ?? '');
  };
  const age = Math.max(0, Date.now() - Number.parseInt(entryId, 10));
  return { entryId, eventId: field('id') || entryId, type: field('type') || 'unknown', age, ...given };
}
