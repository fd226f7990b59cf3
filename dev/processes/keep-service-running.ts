import { setTimeout as pause } from 'node:timers/promises';
import { CrashCount, crashMessage } from './crash-count.ts';

/** A server in its own process. `ended` resolves when it ends, with the reason. */
export type Service = { url: string; port: number; ended: Promise<string>; stop(): Promise<void> };

/**
 * Starts a service, and starts it again on the same port if it ends by itself, so that its URL stays valid.
 * @param start gets the port of the first start.
 * @param onGiveUp is called once, with a sentence, if the service ends too often or cannot be started again.
 */
export async function keepServiceRunning<T extends Service>(
  name: string,
  start: (port?: number) => Promise<T>,
  onGiveUp: (reason: string) => void,
): Promise<T> {
  const crashes = new CrashCount();
  const stopping = new AbortController();
  const first = await start();
  let current: Service = first;

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      const reason = await current.ended;
      if (stopping.signal.aborted) return;
      const wait = crashes.next();
      if (wait === null) throw new Error(crashMessage(name, reason));
      console.log(`✗ ${name} ended (${reason}); starting it again`);
      await pause(wait, null, { signal: stopping.signal });
      current = await start(first.port);
    }
  }
  const watching = watch().catch((error: Error) => {
    if (!stopping.signal.aborted) onGiveUp(error.message);
  });

  return {
    ...first,
    async stop() {
      stopping.abort();
      await current.stop();
      // A restart that was in progress may have finished meanwhile.
      await watching;
      await current.stop();
    },
  };
}
