/** Waits for a turn, does its task, and gives the turn to the next. */
export type InTurn = <T>(task: () => Promise<T>) => Promise<T>;

export interface FairQueueLimits {
  /** Tasks that run at once. */
  running: number;
  /** Who may be inside at once, whatever they do there, and how many of them for one owner. */
  places: number;
  placesEach: number;
  /** Makes the error for whoever finds no place. */
  refuse: () => Error;
}

/**
 * A queue in which owners take turns: one with two hundred tasks delays another's first by one task, not by
 * two hundred. A place is taken before anything is read, so what waits is bounded too.
 */
export function fairQueue({ running: most, places, placesEach, refuse }: FairQueueLimits) {
  const inside = new Map<string, number>();
  // The order of the owners is the order of their turns.
  const waiting = new Map<string, (() => void)[]>();
  let taken = 0;
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

  async function inTurn<T>(owner: string, task: () => Promise<T>): Promise<T> {
    if (running < most) running += 1;
    // Whoever ends hands his turn over, so `running` stays as it is.
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
    /** Takes a place for as long as `stay` lasts. @throws what `refuse` makes when there is none. */
    async enter<T>(owner: string, stay: (inTurn: InTurn) => Promise<T>): Promise<T> {
      const own = inside.get(owner) ?? 0;
      if (taken >= places || own >= placesEach) throw refuse();
      taken += 1;
      inside.set(owner, own + 1);
      try {
        return await stay((task) => inTurn(owner, task));
      } finally {
        taken -= 1;
        const left = (inside.get(owner) ?? 1) - 1;
        if (left > 0) inside.set(owner, left);
        else inside.delete(owner);
      }
    },
  };
}
