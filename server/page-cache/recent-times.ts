/** Nothing takes longer than this, milliseconds. */
const MAX_AGE_MS = 60_000;
const MAX_NAMES = 20_000;

/** When things happened during the last minute. */
export class RecentTimes {
  /** In order of time. */
  #times = new Map<string, number>();
  /** Nothing is known about the time before. */
  #unknownBefore = 0;

  /** Records that it happens now. */
  record(name: string): void {
    this.#times.delete(name);
    this.#times.set(name, performance.now());
    this.#removeOld();
  }

  /** The same, but keeps a time that is already recorded. */
  recordFirst(name: string): void {
    if (!this.#times.has(name)) this.record(name);
  }

  /** Forgets when it happened. @returns that time, or the earliest possible one when it is not known. */
  remove(name: string): number {
    const time = this.#times.get(name);
    this.#times.delete(name);
    return time ?? Math.max(0, performance.now() - MAX_AGE_MS);
  }

  /** Is it certain that it has not happened since `time`? */
  wasBefore(name: string, time: number): boolean {
    const last = this.#times.get(name);
    return last === undefined ? time >= this.#unknownBefore : last < time;
  }

  #removeOld(): void {
    const oldest = performance.now() - MAX_AGE_MS;
    for (const [name, time] of this.#times) {
      if (time > oldest && this.#times.size <= MAX_NAMES) return;
      this.#times.delete(name);
      this.#unknownBefore = time;
    }
  }
}
