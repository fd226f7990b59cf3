/**
 * Runs at most `running` tasks at once and keeps at most `waiting` more, first come first served.
 * `run` throws what `refuse` makes when that many wait already.
 */
export function taskQueue(limits: { running: number; waiting: number; refuse: () => Error }) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run<T>(task: () => Promise<T>): Promise<T> {
      if (running < limits.running) running += 1;
      else if (waiting.length >= limits.waiting) throw limits.refuse();
      // Whoever ends hands his place over, so `running` stays as it is.
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
