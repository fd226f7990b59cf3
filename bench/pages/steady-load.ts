import { Agent, get } from 'node:http';

const TICK_MS = 5;

export type SteadyLoad = {
  /** @returns successful requests a second, and the number of failed ones. */
  stop(): Promise<{ perSecond: number; failed: number }>;
};

/** Requests these pages in turn, `perSecond` of them at an even pace, without waiting for earlier responses. */
export function startSteadyLoad(urls: readonly string[], perSecond: number): SteadyLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const start = performance.now();
  let [sent, succeeded, failed] = [0, 0, 0];
  const currencies = ['EUR', 'USD', 'JPY', 'CHF'];
  const send = (url: string, currency: string) =>
    get(url, { agent, headers: { cookie: `currency=${currency}` } }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) succeeded++;
        else failed++;
      });
    }).on('error', () => failed++);
  const timer = setInterval(() => {
    const due = ((performance.now() - start) * perSecond) / 1000;
    for (; sent < due; sent++) send(urls[sent % urls.length] ?? '', currencies[sent % currencies.length] ?? '');
  }, TICK_MS);
  return {
    async stop() {
      clearInterval(timer);
      const seconds = (performance.now() - start) / 1000;
      // Requests in flight do not count: their responses did not arrive in time.
      const result = { perSecond: succeeded / seconds, failed };
      agent.destroy();
      return result;
    },
  };
}
