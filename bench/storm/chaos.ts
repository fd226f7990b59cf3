import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { OwnShop } from '../shop/own-shop.ts';

const KILL_EVERY = 10_000;

/** Kills the worker every ten seconds and starts it again at once, and empties Redis when told. */
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

  /** Stream, group, heartbeats and limits: all of it is gone. */
  async flush(): Promise<void> {
    await this.#redis.flushall();
    this.flushes++;
  }

  /** Leaves the worker running. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#killing;
    this.#redis.disconnect();
  }

  async #kill(): Promise<void> {
    const { signal } = this.#stopping;
    const { processes } = this.#shop;
    for (;;) {
      await pause(KILL_EVERY, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      await processes.kill('worker');
      await processes.start('worker');
      this.kills++;
    }
  }
}
