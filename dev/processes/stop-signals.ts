/** Ctrl-C reaches us from the terminal and from npm; what comes this soon, in milliseconds, is the same one. */
const SAME_KEY = 500;
const PARENT_EVERY = 500;

/**
 * Calls `stop` at Ctrl-C, SIGTERM, SIGHUP, and when npm, which started us, is gone; `stopNow` at a
 * second Ctrl-C.
 */
export function onStopSignals(stop: () => void, stopNow: () => void): void {
  let interruptedAt: number | undefined;
  process.on('SIGINT', () => {
    if (interruptedAt !== undefined && performance.now() - interruptedAt > SAME_KEY) return stopNow();
    if (interruptedAt === undefined) console.log('\nStopping …');
    interruptedAt ??= performance.now();
    stop();
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // A closed terminal must not keep us from stopping what runs.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), PARENT_EVERY).unref();
}
