import type { Server } from 'node:http';
import { startStopping } from './close-when-stopping.ts';

/** Responses that are still under way after this time are cut off, milliseconds: the whole stop may take ten seconds. */
const MAX_STOP_MS = 8_000;
const CLOSE_IDLE_EVERY_MS = 100;

/** As a shell reports a process that a signal ended. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * At SIGTERM or SIGINT: lets nobody new in, finishes what has begun, then ends the process. Browsers keep connections
 * open after a response, so idle ones are closed again and again until none is left.
 * @param close ends Next once no request is left.
 */
export function stopWithSignals(server: Server, close: () => Promise<void>): void {
  let isStopping = false;
  const stop = (signal: keyof typeof EXIT_CODES) => {
    if (isStopping) return;
    isStopping = true;
    startStopping();
    setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS).unref();
    setTimeout(() => server.closeAllConnections(), MAX_STOP_MS).unref();
    server.close(() => {
      void close()
        .catch(console.error)
        .then(() => process.exit(EXIT_CODES[signal]));
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
}
