/** A failure that needs no stack: its message is one sentence for the person at the terminal. */
export class CliError extends Error {
  override name = 'CliError';
}

export type StepTime = { name: string; seconds: number };

const finished: StepTime[] = [];

/** Runs one step, then prints how long it took. A long one also prints its name when it begins. */
export async function step<T>(name: string, work: () => Promise<T>, { long = false } = {}): Promise<T> {
  const start = performance.now();
  if (long) console.log(`… ${name}`);
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  finished.push({ name, seconds });
  console.log(`✓ ${name} (${seconds.toFixed(1)} s)`);
  return result;
}

/** The steps that this process has finished. */
export const finishedSteps = (): readonly StepTime[] => finished;
