import type { Redis } from 'ioredis';
import { logFailure, logger } from '#lib/logger.ts';
import { DEAD_STREAM, EVENT_GROUP, EVENT_STREAM } from '#lib/payments/event-stream.ts';
import { dedicatedRedis, redis } from '#lib/redis.ts';

const MAX_DELIVERIES = 5;
/** The oldest go first; their events stay in the database. */
const MAX_DEAD_LETTERS = 10_000;
const BLOCK_MILLISECONDS = 2_000;
const BATCH = 32;
/** Entries handled at once: while one waits for the database's disk, the next can be worked on. */
const LANES = 4;

type Entry = { id: string; fields: ReadonlyMap<string, string> };
type Handler = (fields: ReadonlyMap<string, string>) => Promise<void>;

export type ConsumerOptions = {
  /** This worker's name in the group. */
  name: string;
  handle: Handler;
  /** Told of an entry that is put aside, and why, before it is acknowledged. */
  handleDead?: (fields: ReadonlyMap<string, string>, reason: string) => Promise<void>;
  /** Does everything that handlers need work? While it does not, a failure says nothing against the event. */
  canJudge?: () => Promise<boolean>;
  /** How long another worker may keep an entry before it counts as dead, milliseconds. */
  claimAfter?: number;
  /** How long a failed entry waits before it is tried again, milliseconds. */
  retryAfter?: number;
};

/**
 * Reads the stream until it is stopped. Each entry is acknowledged after its handler is done; one that
 * fails stays pending and is tried again, by whichever worker is alive, and is put aside with its
 * error after five deliveries. The group is made again whenever Redis has lost it.
 */
export class Consumer {
  #options: Required<ConsumerOptions>;
  #reader: Redis = dedicatedRedis();
  #stopping = new AbortController();
  #finished: Promise<void> = Promise.resolve();
  #errors = new Map<string, string>();

  constructor(options: ConsumerOptions) {
    this.#options = {
      handleDead: async () => {},
      canJudge: async () => true,
      claimAfter: 30_000,
      retryAfter: 1_000,
      ...options,
    };
  }

  start(): void {
    this.#finished = this.#run();
  }

  /** Lets the entries that are being handled finish, then ends. What was read but not begun stays pending for others. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    // A blocked read holds nothing yet; cutting it off makes the end immediate.
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
        if (isGroupMissing(error)) await this.#makeGroup();
        else {
          logger().warn({ err: error }, 'the stream cannot be read; trying again');
          await pause(500, signal);
        }
      }
    }
  }

  async #makeGroup(): Promise<void> {
    await redis()
      // From 0: what arrived while there was no group is not passed over.
      .xgroup('CREATE', EVENT_STREAM, EVENT_GROUP, '0', 'MKSTREAM')
      .catch((error) => {
        if (!String(error).includes('BUSYGROUP')) throw error;
      })
      .catch((error) => logger().warn({ err: error }, 'the group cannot be made yet'));
  }

  async #readNew(): Promise<Entry[]> {
    const answer = (await this.#reader.xreadgroup(
      'GROUP',
      EVENT_GROUP,
      this.#options.name,
      'COUNT',
      BATCH,
      'BLOCK',
      this.#waitTime(),
      'STREAMS',
      EVENT_STREAM,
      '>',
    )) as [string, [string, string[]][]][] | null;
    return (answer?.[0]?.[1] ?? []).map(toEntry);
  }

  /** Own failures are looked at soon, so the read must not block for longer than their wait. */
  #waitTime(): number {
    return this.#errors.size > 0 ? this.#options.retryAfter : BLOCK_MILLISECONDS;
  }

  /** What a dead worker left, and what failed here before. */
  async #claimAbandoned(): Promise<Entry[]> {
    const { name, claimAfter } = this.#options;
    const [, abandoned] = (await redis().xautoclaim(
      EVENT_STREAM,
      EVENT_GROUP,
      name,
      claimAfter,
      '0',
      'COUNT',
      BATCH,
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
    // Another worker may have taken and settled one meanwhile; it is none of ours any more.
    for (const id of this.#errors.keys()) if (!own.has(id)) this.#errors.delete(id);
    if (this.#errors.size === 0) return [];
    return (await redis().xclaim(EVENT_STREAM, EVENT_GROUP, name, retryAfter, ...this.#errors.keys())) as [
      string,
      string[] | null,
    ][];
  }

  async #handleAll(entries: Entry[]): Promise<void> {
    const waiting = [...entries];
    const lane = async () => {
      for (let entry = waiting.shift(); entry && !this.#stopping.signal.aborted; entry = waiting.shift()) {
        await this.#handleOne(entry);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
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
    const reference = logFailure('an event could not be applied', error, { entry: entry.id });
    this.#errors.set(entry.id, error instanceof Error ? error.message : String(error));
    const [pending] = (await redis().xpending(EVENT_STREAM, EVENT_GROUP, entry.id, entry.id, 1)) as [
      string,
      string,
      number,
      number,
    ][];
    if (!pending || pending[3] < MAX_DELIVERIES || !(await this.#options.canJudge())) return;
    const reason = this.#errors.get(entry.id) ?? 'unknown';
    // Noted first: if that fails, the entry is tried once more without another dead letter each time.
    await this.#options.handleDead(entry.fields, reason);
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
      'an event is put aside after five failures',
    );
  }
}

function toEntry([id, list]: [string, string[] | null]): Entry {
  const fields = new Map<string, string>();
  for (let index = 0; list && index + 1 < list.length; index += 2) fields.set(list[index] ?? '', list[index + 1] ?? '');
  return { id, fields };
}

/** NOGROUP when Redis was flushed before a read, UNBLOCKED when it was flushed during one. */
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
