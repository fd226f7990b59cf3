/** For longer nothing takes, milliseconds. */
const MINUTE = 60_000;
const MOST = 20_000;

/** When things happened, of the last minute at most. */
export class RecentTimes {
  /** In the order of time. */
  #times = new Map<string, number>();
  /** Of what happened before, nothing is known any more. */
  #unknownBefore = 0;

  /** Notes that it happens now; when it is noted already, `first` keeps the time that stands there. */
  note(name: string, { first = false } = {}): void {
    if (first && this.#times.has(name)) return;
    this.#times.delete(name);
    this.#times.set(name, performance.now());
    this.#forgetOld();
  }

  /** When it happened, which is forgotten with that; the earliest possible time when nobody knows. */
  take(name: string): number {
    const time = this.#times.get(name);
    this.#times.delete(name);
    return time ?? Math.max(0, performance.now() - MINUTE);
  }

  /** Is it certain that it has not happened since `time`? */
  isBefore(name: string, time: number): boolean {
    const last = this.#times.get(name);
    return last === undefined ? time >= this.#unknownBefore : last < time;
  }

  #forgetOld(): void {
    const old = performance.now() - MINUTE;
    for (const [name, time] of this.#times) {
      if (time > old && this.#times.size <= MOST) return;
      this.#times.delete(name);
      this.#unknownBefore = time;
    }
  }
}
