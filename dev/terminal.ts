/** A failure that needs no stack: its message is one sentence for the person at the terminal. */
export class CliError extends Error {
  override name = 'CliError';
}

/** Runs one step of a start and prints how long it took; long ones say that they have begun. */
export async function step<T>(name: string, work: () => Promise<T>, { long = false } = {}): Promise<T> {
  const start = performance.now();
  if (long) console.log(`… ${name}`);
  const result = await work();
  console.log(`✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return result;
}
