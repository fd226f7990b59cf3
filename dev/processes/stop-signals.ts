/** One Ctrl-C arrives from the terminal and from npm: a SIGINT this soon after the first is the same one. */
const DUPLICATE_SIGNAL_MS = 500;
const PARENT_CHECK_INTERVAL_MS = 500;

/** Calls `stop` at Ctrl-C, SIGTERM, SIGHUP and when npm, the parent, has ended; `stopNow` at a second Ctrl-C. */
export function onStopSignals(stop: () => void, stopNow: () => void): void {
  let interruptedAt: number | undefined;
  process.on('SIGINT', () => {
    if (interruptedAt !== undefined && performance.now() - interruptedAt > DUPLICATE_SIGNAL_MS) return stopNow();
    if (interruptedAt === undefined) console.log('\nStopping …');
    interruptedAt ??= performance.now();
    stop();
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // A closed terminal must not prevent the stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), PARENT_CHECK_INTERVAL_MS).unref();
}
