const MAX_CRASHES = 5;
const WINDOW_MS = 60_000;

/** Counts how often a program has ended by itself, and how long to wait before the next start. */
export class CrashCount {
  #times: number[] = [];

  /** @returns milliseconds to wait, doubled each time; null at the fifth end within a minute. */
  next(): number | null {
    this.#times = [...this.#times, Date.now()].filter((time) => time > Date.now() - WINDOW_MS);
    return this.#times.length >= MAX_CRASHES ? null : 250 * 2 ** this.#times.length;
  }
}

export const crashMessage = (name: string, reason: string) =>
  `${name} ended ${MAX_CRASHES} times within a minute (${reason})`;
