import type { Redis } from 'ioredis';
import { logFailure, logger } from '#lib/logger.ts';
import { DEAD_STREAM, EVENT_GROUP, EVENT_STREAM } from '#lib/payments/event-stream.ts';
import { dedicatedRedis, redis } from '#lib/redis.ts';

const MAX_DELIVERIES = 5;
/** Above this the oldest are deleted; their events stay in the database. */
const MAX_DEAD_LETTERS = 10_000;
const BLOCK_MS = 2_000;
const BATCH_SIZE = 32;
/** Entries processed concurrently: while one waits for the database's disk, others make progress. */
const CONCURRENCY = 4;

type Entry = { id: string; fields: ReadonlyMap<string, string> };
type Handler = (fields: ReadonlyMap<string, string>) => Promise<void>;

export type ConsumerOptions = {
  /** This worker's name in the group. */
  name: string;
  handle: Handler;
  /** Called for a dead letter, before the entry is acknowledged. */
  handleDeadLetter?: (fields: ReadonlyMap<string, string>, reason: string) => Promise<void>;
  /** Whether trying again is useless: the entry becomes a dead letter at once. */
  isFinal?: (error: unknown) => boolean;
  /** Whether the services that the handler needs are available. While they are not, a failure is not the event's. */
  areDependenciesUp?: () => Promise<boolean>;
  /** Milliseconds after which another worker's unacknowledged entry is taken over. */
  claimAfter?: number;
  /** Milliseconds before a failed entry is retried. */
  retryAfter?: number;
};

/**
 * Reads the stream until it is stopped. Each entry is acknowledged after its handler has finished. A failed entry stays
 * pending and is retried by any worker; after five deliveries, or a final error, it becomes a dead letter with its error.
 * The group is created again if Redis has lost it.
 */
export class Consumer {
  #options: Required<ConsumerOptions>;
  #reader: Redis = dedicatedRedis();
  #stopping = new AbortController();
  #finished: Promise<void> = Promise.resolve();
  #errors = new Map<string, string>();

  constructor(options: ConsumerOptions) {
    this.#options = {
      handleDeadLetter: async () => {},
      isFinal: () => false,
      areDependenciesUp: async () => true,
      claimAfter: 30_000,
      retryAfter: 1_000,
      ...options,
    };
  }

  start(): void {
    this.#finished = this.#run();
  }

  /** Finishes the entries in progress, then ends. Entries read but not started stay pending for other workers. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    // A blocked read has no entries yet; disconnecting ends it immediately.
    this.#reader.disconnect();
    await this.#finished;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#handleAll(await this.#claimAbandoned());
        await this.#handleAll(await this.#readNew());
      } catch (error) {
        if (signal.aborted) break;
        if (isGroupMissing(error)) await this.#createGroup();
        else {
          logger().warn({ err: error }, 'the stream could not be read; retrying');
          await pause(500, signal);
        }
      }
    }
  }

  async #createGroup(): Promise<void> {
    await redis()
      // From 0, so that entries added while there was no group are read.
      .xgroup('CREATE', EVENT_STREAM, EVENT_GROUP, '0', 'MKSTREAM')
      .catch((error) => {
        if (!String(error).includes('BUSYGROUP')) throw error;
      })
      .catch((error) => logger().warn({ err: error }, 'the consumer group could not be created yet'));
  }

  async #readNew(): Promise<Entry[]> {
    const reply = (await this.#reader.xreadgroup(
      'GROUP',
      EVENT_GROUP,
      this.#options.name,
      'COUNT',
      BATCH_SIZE,
      'BLOCK',
      this.#blockTime(),
      'STREAMS',
      EVENT_STREAM,
      '>',
    )) as [string, [string, string[]][]][] | null;
    return (reply?.[0]?.[1] ?? []).map(toEntry);
  }

  /** With own failures pending, the read must not block longer than their retry delay. */
  #blockTime(): number {
    return this.#errors.size > 0 ? this.#options.retryAfter : BLOCK_MS;
  }

  /** Entries of dead workers, and those that failed here. */
  async #claimAbandoned(): Promise<Entry[]> {
    const { name, claimAfter } = this.#options;
    const [, abandoned] = (await redis().xautoclaim(
      EVENT_STREAM,
      EVENT_GROUP,
      name,
      claimAfter,
      '0',
      'COUNT',
      BATCH_SIZE,
    )) as [string, [string, string[] | null][]];
    const retried = this.#errors.size > 0 ? await this.#claimOwnFailures() : [];
    const claimed = new Map([...abandoned, ...retried].filter((entry) => entry?.[1]).map((entry) => [entry[0], entry]));
    return [...claimed.values()].map(toEntry);
  }

  async #claimOwnFailures(): Promise<[string, string[] | null][]> {
    const { name, retryAfter } = this.#options;
    const pending = (await redis().xpending(EVENT_STREAM, EVENT_GROUP, '-', '+', 1_000, name)) as [
      string,
      ...unknown[],
    ][];
    const own = new Set(pending.map(([id]) => id));
    // Another worker may have claimed and processed some of them meanwhile.
    for (const id of this.#errors.keys()) if (!own.has(id)) this.#errors.delete(id);
    if (this.#errors.size === 0) return [];
    return (await redis().xclaim(EVENT_STREAM, EVENT_GROUP, name, retryAfter, ...this.#errors.keys())) as [
      string,
      string[] | null,
    ][];
  }

  async #handleAll(entries: Entry[]): Promise<void> {
    const queue = [...entries];
    const run = async () => {
      for (let entry = queue.shift(); entry && !this.#stopping.signal.aborted; entry = queue.shift()) {
        await this.#handleOne(entry);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, run));
  }

  async #handleOne(entry: Entry): Promise<void> {
    try {
      await this.#options.handle(entry.fields);
      await this.#acknowledge(entry.id);
    } catch (error) {
      await this.#fail(entry, error);
    }
  }

  async #acknowledge(id: string): Promise<void> {
    this.#errors.delete(id);
    await redis().xack(EVENT_STREAM, EVENT_GROUP, id);
  }

  async #fail(entry: Entry, error: unknown): Promise<void> {
    const reference = logFailure('an event could not be processed', error, { entry: entry.id });
    this.#errors.set(entry.id, error instanceof Error ? error.message : String(error));
    const [pending] = (await redis().xpending(EVENT_STREAM, EVENT_GROUP, entry.id, entry.id, 1)) as [
      string,
      string,
      number,
      number,
    ][];
    if (!pending) return;
    const { areDependenciesUp, isFinal } = this.#options;
    if (!isFinal(error) && (pending[3] < MAX_DELIVERIES || !(await areDependenciesUp()))) return;
    const reason = this.#errors.get(entry.id) ?? 'unknown';
    // Called first: if it fails, the entry is retried, without adding a dead letter each time.
    await this.#options.handleDeadLetter(entry.fields, reason);
    await redis().xadd(
      DEAD_STREAM,
      'MAXLEN',
      '~',
      MAX_DEAD_LETTERS,
      '*',
      ...[...entry.fields].flat(),
      'entry',
      entry.id,
      'error',
      reason.slice(0, 2_000),
      'reference',
      reference,
    );
    await this.#acknowledge(entry.id);
    logger().error(
      { entry: entry.id, event: entry.fields.get('id'), reason },
      'an event could not be processed and is now a dead letter',
    );
  }
}

function toEntry([id, list]: [string, string[] | null]): Entry {
  const fields = new Map<string, string>();
  for (let index = 0; list && index + 1 < list.length; index += 2) fields.set(list[index] ?? '', list[index + 1] ?? '');
  return { id, fields };
}

/** NOGROUP if Redis was flushed before a read, UNBLOCKED if it was flushed during one. */
function isGroupMissing(error: unknown): boolean {
  return error instanceof Error && /NOGROUP|UNBLOCKED/.test(error.message);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
