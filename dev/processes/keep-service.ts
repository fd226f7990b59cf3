import { setTimeout as pause } from 'node:timers/promises';
import { CrashCount, crashMessage } from './crash-count.ts';

/** A server of its own process. `ended` resolves when it ended, with how. */
export type Service = { url: string; port: number; ended: Promise<string>; stop(): Promise<void> };

/**
 * Starts a service, and again on the same port whenever it ends by itself, so that its address stays.
 * @param start is given the port of the one that ended.
 * @param onHopeless is called once, with a sentence, when it ends too often or does not come back.
 */
export async function keepService<T extends Service>(
  name: string,
  start: (port?: number) => Promise<T>,
  onHopeless: (reason: string) => void,
): Promise<T> {
  const crashes = new CrashCount();
  const stopping = new AbortController();
  const first = await start();
  let current: Service = first;

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      const how = await current.ended;
      if (stopping.signal.aborted) return;
      const wait = crashes.next();
      if (wait === null) throw new Error(crashMessage(name, how));
      console.log(`✗ ${name} ended (${how}) and is started again`);
      await pause(wait, null, { signal: stopping.signal });
      current = await start(first.port);
    }
  }
  const watching = watch().catch((error: Error) => {
    if (!stopping.signal.aborted) onHopeless(error.message);
  });

  return {
    ...first,
    async stop() {
      stopping.abort();
      await current.stop();
      // A start that was under way then has come up meanwhile.
      await watching;
      await current.stop();
    },
  };
}
