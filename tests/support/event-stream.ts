import { Redis } from 'ioredis';
import { eventually } from './eventually.ts';

const STREAM = 'stripe:events';
const DEAD = 'stripe:events:dead';
const GROUP = 'sales';

type Entry = { id: string; fields: Record<string, string> };
type Pending = { id: string; consumer: string; deliveries: number };

/** The stream that webhooks fill and workers read, looked at and handled directly, past any proxy. */
export type EventStream = {
  redis: Redis;
  /** How many entries it was ever given; trimming does not change it. */
  added(): Promise<number>;
  /** Its entries, the oldest first. */
  entries(): Promise<Entry[]>;
  dead(): Promise<Entry[]>;
  /** What was read and not acknowledged. */
  pending(): Promise<Pending[]>;
  /** Lets every pending entry have lain for so long, milliseconds: a claim time passes without waiting. */
  age(milliseconds: number): Promise<void>;
  /** Puts an event there as the webhook's route does, without its checks. @param body what it takes for the event. */
  add(event: { id: string; type: string }, body: string): Promise<void>;
  /** Until exactly so many workers wait in a blocked read. */
  untilRead(by: number): Promise<void>;
  close(): void;
};

/** @param url the shop's own Redis. */
export function eventStream(url: string): EventStream {
  const redis = new Redis(url);
  // It is killed in some of these tests; what they ask of it afterwards waits for its return.
  redis.on('error', () => {});
  const pending = async (): Promise<Pending[]> => {
    const found = (await redis.xpending(STREAM, GROUP, '-', '+', 1_000)) as [string, string, number, number][];
    return found.map(([id, consumer, , deliveries]) => ({ id, consumer, deliveries }));
  };
  return {
    redis,
    added: async () => {
      if ((await redis.exists(STREAM)) === 0) return 0;
      const about = (await redis.xinfo('STREAM', STREAM)) as unknown[];
      return Number(about[about.indexOf('entries-added') + 1]);
    },
    entries: async () => (await redis.xrange(STREAM, '-', '+')).map(toEntry),
    dead: async () => (await redis.xrange(DEAD, '-', '+')).map(toEntry),
    pending,
    async age(milliseconds) {
      for (const { id, consumer } of await pending()) {
        // LASTID and the count of deliveries stay; only the idle time is set.
        await redis.xclaim(STREAM, GROUP, consumer, 0, id, 'IDLE', milliseconds, 'JUSTID');
      }
    },
    async add({ id, type }, body) {
      await redis.xadd(STREAM, '*', 'id', id, 'type', type, 'event', body);
    },
    untilRead: (by) =>
      eventually(async () => {
        const readers = String(await redis.client('LIST')).match(/flags=b\b.*cmd=xreadgroup/g) ?? [];
        if (readers.length !== by) throw new Error(`${readers.length} workers wait for events, not ${by}`);
      }),
    close: () => redis.disconnect(),
  };
}

function toEntry([id, list]: [string, string[]]): Entry {
  const pairs = list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? '']] : []));
  return { id, fields: Object.fromEntries(pairs) };
}
