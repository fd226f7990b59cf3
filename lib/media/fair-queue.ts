/** Waits for the owner's turn, then runs the task. */
export type RunInTurn = <T>(task: () => Promise<T>) => Promise<T>;

export interface FairQueueLimits {
  /** Tasks that run at once. */
  concurrency: number;
  /** How many may be inside `enter` at once, in total and per owner. */
  capacity: number;
  maxPerOwner: number;
  /** Creates the error that is thrown above these limits. */
  refuse: () => Error;
  /** A clock, milliseconds. */
  now?: () => number;
}

/** How long the time that an owner has used is remembered after their last task, milliseconds. */
const MEMORY_MS = 10 * 60_000;

/**
 * A queue in which owners take turns: one with two hundred tasks delays another's first by one task, not by
 * two hundred. The next turn is that of the owner whose tasks have taken the least time, so one slow task is followed
 * by many quick ones of others. `enter` reserves a place before anything is received, so that waiting tasks are limited
 * too.
 */
export function fairQueue({
  concurrency,
  capacity,
  maxPerOwner,
  refuse,
  now = () => performance.now(),
}: FairQueueLimits) {
  const insidePerOwner = new Map<string, number>();
  const used = new Map<string, { time: number; until: number }>();
  // Of owners who have used the same time, the one who has waited longest is first.
  const waiting = new Map<string, (() => void)[]>();
  let inside = 0;
  let running = 0;

  const timeOf = (owner: string) => used.get(owner)?.time ?? 0;

  /**
   * Somebody who comes is as far as those who are here, so that nobody waits until a newcomer has used as much; but
   * leaving does not wipe out what was used.
   */
  function arrive(owner: string): void {
    for (const [other, { until }] of used) if (until < now() && !insidePerOwner.has(other)) used.delete(other);
    const others = [...insidePerOwner.keys()].map(timeOf);
    const time = Math.max(timeOf(owner), others.length > 0 ? Math.min(...others) : 0);
    used.set(owner, { time, until: now() + MEMORY_MS });
  }

  function next(): (() => void) | undefined {
    let first: string | undefined;
    for (const owner of waiting.keys()) if (first === undefined || timeOf(owner) < timeOf(first)) first = owner;
    if (first === undefined) return undefined;
    const turns = waiting.get(first) ?? [];
    const turn = turns.shift();
    waiting.delete(first);
    if (turns.length > 0) waiting.set(first, turns);
    return turn;
  }

  async function runInTurn<T>(owner: string, task: () => Promise<T>): Promise<T> {
    if (running < concurrency) running += 1;
    // A finished task passes its slot on, so `running` does not change.
    else await new Promise<void>((resolve) => waiting.set(owner, [...(waiting.get(owner) ?? []), resolve]));
    const start = now();
    try {
      return await task();
    } finally {
      used.set(owner, { time: timeOf(owner) + now() - start, until: now() + MEMORY_MS });
      const turn = next();
      if (turn) turn();
      else running -= 1;
    }
  }

  return {
    /** Occupies a place while `use` runs. @throws the error of `refuse` if no place is free. */
    async enter<T>(owner: string, use: (runInTurn: RunInTurn) => Promise<T>): Promise<T> {
      const own = insidePerOwner.get(owner) ?? 0;
      if (inside >= capacity || own >= maxPerOwner) throw refuse();
      if (own === 0) arrive(owner);
      inside += 1;
      insidePerOwner.set(owner, own + 1);
      try {
        return await use((task) => runInTurn(owner, task));
      } finally {
        inside -= 1;
        const left = (insidePerOwner.get(owner) ?? 1) - 1;
        if (left > 0) insidePerOwner.set(owner, left);
        else insidePerOwner.delete(owner);
      }
    },
  };
}
