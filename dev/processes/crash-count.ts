const MAX_CRASHES = 5;
const MINUTE = 60_000;

/** Counts how often one program ended by itself, and says how long to wait before it is started again. */
export class CrashCount {
  #times: number[] = [];

  /** @returns milliseconds to wait, doubled each time; null after five ends within a minute: it is crashMessage. */
  next(): number | null {
    this.#times = [...this.#times, Date.now()].filter((time) => time > Date.now() - MINUTE);
    return this.#times.length >= MAX_CRASHES ? null : 250 * 2 ** this.#times.length;
  }
}

/** The sentence for the end of all. */
export const crashMessage = (name: string, how: string) =>
  `${name} ended ${MAX_CRASHES} times within a minute (${how})`;
