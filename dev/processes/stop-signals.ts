/** One Ctrl-C may arrive more than once: a SIGINT this soon after the first is the same one. */
const DUPLICATE_SIGNAL_MS = 500;
const PARENT_CHECK_INTERVAL_MS = 500;

/** Calls `stop` at Ctrl-C, SIGTERM, SIGHUP and when npm, the parent, has ended; `stopNow` at a second Ctrl-C. */
export function onStopSignals(stop: () => void, stopNow: () => void): void {
  let isStopping = false;
  const stopOnce = () => {
    if (!isStopping) console.log('\nStopping …');
    isStopping = true;
    stop();
  };
  let interruptedAt: number | undefined;
  process.on('SIGINT', () => {
    if (interruptedAt !== undefined && performance.now() - interruptedAt > DUPLICATE_SIGNAL_MS) return stopNow();
    interruptedAt ??= performance.now();
    stopOnce();
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, stopOnce);
  // A closed terminal must not prevent the stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stopOnce(), PARENT_CHECK_INTERVAL_MS).unref();
}
