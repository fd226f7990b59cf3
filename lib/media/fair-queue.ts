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
}

/**
 * A queue in which owners take turns: one with two hundred tasks delays another's first by one task, not by
 * two hundred. `enter` reserves a place before anything is received, so that waiting tasks are limited too.
 */
export function fairQueue({ concurrency, capacity, maxPerOwner, refuse }: FairQueueLimits) {
  const insidePerOwner = new Map<string, number>();
  // The order of the owners is the order of their turns.
  const waiting = new Map<string, (() => void)[]>();
  let inside = 0;
  let running = 0;

  function next(): (() => void) | undefined {
    const [first] = waiting;
    if (!first) return undefined;
    const [owner, turns] = first;
    const turn = turns.shift();
    waiting.delete(owner);
    if (turns.length > 0) waiting.set(owner, turns);
    return turn;
  }

  async function runInTurn<T>(owner: string, task: () => Promise<T>): Promise<T> {
    if (running < concurrency) running += 1;
    // A finished task passes its slot on, so `running` does not change.
    else await new Promise<void>((resolve) => waiting.set(owner, [...(waiting.get(owner) ?? []), resolve]));
    try {
      return await task();
    } finally {
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
