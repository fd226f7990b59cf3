import type { BoundedCount } from '#lib/domain/sale/webhook-log.ts';
import { redis } from '#lib/redis.ts';
import { EVENT_GROUP, EVENT_STREAM } from './event-stream.ts';

/** An entry that no worker has acknowledged. */
export type OpenEntry = {
  entryId: string;
  eventId: string;
  type: string;
  /** Milliseconds since it was added. */
  age: number;
  /** How often it was delivered to a worker; 0: not yet. */
  deliveries: number;
  /** The worker that read it last. */
  consumer: string | null;
};

export type StreamState = {
  /** All entries in the stream, including finished ones that are not trimmed yet. */
  length: number;
  /** Entries that no worker has read yet. */
  lag: BoundedCount;
  /** Entries that a worker has read but not acknowledged. */
  pending: number;
  oldest: OpenEntry | null;
  /** Workers with pending entries, and how many. */
  consumers: { name: string; pending: number }[];
};

type Pending = [entryId: string, consumer: string, idle: number, deliveries: number];
type Group = { lastDelivered: string; lag: number | null };

/** Redis reports the lag from version 7 on, except in rare cases; otherwise entries are counted up to this number. */
const MAX_COUNT = 100;

/**
 * How far the workers are behind. Before the first event there is no stream and no group, and everything is zero.
 * @throws if Redis is unavailable.
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

/** Unacknowledged entries, oldest first: those that failed or are being processed, then those not read yet. */
export async function listOpenEntries(limit: number): Promise<OpenEntry[]> {
  const group = await readGroup();
  const pending = group ? await pendingEntries(limit) : [];
  const entries = await Promise.all(pending.map(([id]) => redis().xrange(EVENT_STREAM, id, id)));
  const from = group ? `(${group.lastDelivered}` : '-';
  const unread = await redis().xrange(EVENT_STREAM, from, '+', 'COUNT', limit);
  return [
    ...pending.map(([entryId, consumer, , deliveries], index) =>
      toOpenEntry(entryId, entries[index]?.[0]?.[1] ?? [], { consumer, deliveries }),
    ),
    ...unread.map(([entryId, fields]) => toOpenEntry(entryId, fields, { consumer: null, deliveries: 0 })),
  ].slice(0, limit);
}

async function readGroup(): Promise<Group | null> {
  const groups = (await withDefault(redis().xinfo('GROUPS', EVENT_STREAM), [])) as unknown[][];
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
  const unread = await redis().xrange(EVENT_STREAM, `(${group.lastDelivered}`, '+', 'COUNT', MAX_COUNT + 1);
  return { count: Math.min(unread.length, MAX_COUNT), more: unread.length > MAX_COUNT };
}

async function pendingSummary(): Promise<[count: number, consumers: { name: string; pending: number }[]]> {
  const empty = [0, null, null, null];
  const [count, , , consumers] = (await withDefault(redis().xpending(EVENT_STREAM, EVENT_GROUP), empty)) as [
    number,
    unknown,
    unknown,
    [name: string, pending: string][] | null,
  ];
  return [count, (consumers ?? []).map(([name, pending]) => ({ name, pending: Number(pending) }))];
}

async function pendingEntries(limit: number): Promise<Pending[]> {
  return (await withDefault(redis().xpending(EVENT_STREAM, EVENT_GROUP, '-', '+', limit), [])) as Pending[];
}

/** `fallback` if the stream or group does not exist: Redis may be flushed between any two commands. */
async function withDefault<T>(reply: Promise<T>, fallback: T): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof Error && /NOGROUP|no such key/i.test(error.message)) return fallback;
    throw error;
  }
}

function toOpenEntry(
  entryId: string,
  fields: string[],
  delivery: Pick<OpenEntry, 'consumer' | 'deliveries'>,
): OpenEntry {
  const field = (name: string) => {
    const at = fields.findIndex((text, index) => index % 2 === 0 && text === name);
    return at === -1 ? '' : (fields[at + 1] ?? '');
  };
  const age = Math.max(0, Date.now() - Number.parseInt(entryId, 10));
  return { entryId, eventId: field('id') || entryId, type: field('type') || 'unknown', age, ...delivery };
}
