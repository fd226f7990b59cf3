import { Agent, get } from 'node:http';

const EVERY = 5;

export type SteadyLoad = {
  /** @returns how many requests a second were answered well, and how many were not. */
  stop(): Promise<{ perSecond: number; failed: number }>;
};

/** Asks for these pages in turn, so many a second at an even pace, whether the ones before are answered or not. */
export function startSteadyLoad(urls: readonly string[], perSecond: number): SteadyLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const start = performance.now();
  let [sent, answered, failed] = [0, 0, 0];
  const currencies = ['EUR', 'USD', 'JPY', 'CHF'];
  const ask = (url: string, currency: string) =>
    get(url, { agent, headers: { cookie: `currency=${currency}` } }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) answered++;
        else failed++;
      });
    }).on('error', () => failed++);
  const timer = setInterval(() => {
    const due = ((performance.now() - start) * perSecond) / 1000;
    for (; sent < due; sent++) ask(urls[sent % urls.length] ?? '', currencies[sent % currencies.length] ?? '');
  }, EVERY);
  return {
    async stop() {
      clearInterval(timer);
      const seconds = (performance.now() - start) / 1000;
      // What is under way still counts for nothing: it was not answered within the time.
      const result = { perSecond: answered / seconds, failed };
      agent.destroy();
      return result;
    },
  };
}
