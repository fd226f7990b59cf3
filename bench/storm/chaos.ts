import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { OwnShop } from '../shop/own-shop.ts';

const KILL_INTERVAL_MS = 10_000;

/** Kills the worker every ten seconds and starts it again at once; `flush` empties Redis. */
export class Chaos {
  kills = 0;
  flushes = 0;
  #shop: OwnShop;
  #redis: Redis;
  #stopping = new AbortController();
  #killing: Promise<void> = Promise.resolve();

  constructor(shop: OwnShop) {
    this.#shop = shop;
    this.#redis = new Redis(shop.redisUrl);
  }

  start(): void {
    this.#killing = this.#kill();
  }

  /** Deletes everything in Redis: stream, consumer group, heartbeats and rate limits. */
  async flush(): Promise<void> {
    await this.#redis.flushall();
    this.flushes++;
  }

  /** Stops the kills; the worker keeps running. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#killing;
    this.#redis.disconnect();
  }

  async #kill(): Promise<void> {
    const { signal } = this.#stopping;
    const { processes } = this.#shop;
    for (;;) {
      await pause(KILL_INTERVAL_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      await processes.kill('worker');
      await processes.start('worker');
      this.kills++;
    }
  }
}
