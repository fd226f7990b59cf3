import { Redis } from 'ioredis';
import { signEntry } from '#lib/payments/entry-signature.ts';
import { eventually } from '../eventually.ts';
import { SHOP_SECRET } from './shop-programs.ts';

const STREAM = 'stripe:events';
const DEAD_LETTERS = 'stripe:events:dead';
const GROUP = 'sales';

type Entry = { id: string; fields: Record<string, string> };
type Pending = { id: string; consumer: string; deliveries: number };

/** Direct access, past any proxy, to the Redis stream that webhooks fill and workers read. */
export type TestEventStream = {
  redis: Redis;
  /** How many entries were ever added; trimming does not change it. */
  totalAdded(): Promise<number>;
  /** Its entries, oldest first. */
  entries(): Promise<Entry[]>;
  deadLetters(): Promise<Entry[]>;
  /** Entries that were read but not acknowledged. */
  pending(): Promise<Pending[]>;
  /** Sets the idle time of every pending entry, so that they can be claimed without waiting. */
  setIdleTime(milliseconds: number): Promise<void>;
  /** Adds a signed event as the webhook route does, without its checks. @param body the event as text, valid or not. */
  add(event: { id: string; type: string }, body: string): Promise<void>;
  /** Waits until exactly `count` workers wait in a blocking read. */
  waitForReaders(count: number): Promise<void>;
  close(): void;
};

/** The fields of an entry, with the signature of a test shop. */
export function entryFields({ id, type }: { id: string; type: string }, body: string): string[] {
  return ['id', id, 'type', type, 'event', body, 'signature', signEntry({ id, type, body }, SHOP_SECRET)];
}

/** @param url the shop's Redis. */
export function openEventStream(url: string): TestEventStream {
  const redis = new Redis(url);
  // Some tests kill Redis; commands sent meanwhile wait until it is back.
  redis.on('error', () => {});
  const pending = async (): Promise<Pending[]> => {
    const found = (await redis.xpending(STREAM, GROUP, '-', '+', 1_000)) as [string, string, number, number][];
    return found.map(([id, consumer, , deliveries]) => ({ id, consumer, deliveries }));
  };
  return {
    redis,
    totalAdded: async () => {
      if ((await redis.exists(STREAM)) === 0) return 0;
      const info = (await redis.xinfo('STREAM', STREAM)) as unknown[];
      return Number(info[info.indexOf('entries-added') + 1]);
    },
    entries: async () => (await redis.xrange(STREAM, '-', '+')).map(toEntry),
    deadLetters: async () => (await redis.xrange(DEAD_LETTERS, '-', '+')).map(toEntry),
    pending,
    async setIdleTime(milliseconds) {
      for (const { id, consumer } of await pending()) {
        // JUSTID keeps the delivery count; only the idle time changes.
        await redis.xclaim(STREAM, GROUP, consumer, 0, id, 'IDLE', milliseconds, 'JUSTID');
      }
    },
    async add({ id, type }, body) {
      await redis.xadd(STREAM, '*', ...entryFields({ id, type }, body));
    },
    waitForReaders: (count) =>
      eventually(async () => {
        const readers = String(await redis.client('LIST')).match(/flags=b\b.*cmd=xreadgroup/g) ?? [];
        if (readers.length !== count) throw new Error(`${readers.length} workers wait for events, not ${count}`);
      }),
    close: () => redis.disconnect(),
  };
}

function toEntry([id, list]: [string, string[]]): Entry {
  const pairs = list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? '']] : []));
  return { id, fields: Object.fromEntries(pairs) };
}
