import { step } from '../../dev/terminal.ts';
import { median, runWrk } from '../wrk.ts';
import type { Candidate } from './candidates.ts';

const SERVERS = ['next', 'bare', 'behindNginx', 'file'] as const;
const WARM_UP_SECONDS = 1;

/** Requests a second at each server; null if there is none. */
export type Rates = Record<(typeof SERVERS)[number], number | null>;

type Options = { seconds: number; rounds: number };

/**
 * Measures the servers of each page alternately, so that other load on the machine affects them equally. The result is
 * the median of the rounds.
 */
export async function measureCandidates(candidates: Candidate[], { seconds, rounds }: Options): Promise<Rates[]> {
  const runs = candidates.map(() => new Map(SERVERS.map((server) => [server, [] as number[]])));
  const each = async (work: (url: string, rates: number[]) => Promise<void>) => {
    for (const [index, candidate] of candidates.entries())
      for (const server of SERVERS) {
        const url = candidate[server];
        const rates = runs[index]?.get(server);
        if (url && rates) await work(url, rates);
      }
  };
  await step('Warm-up', () => each((url) => runWrk({ url }, WARM_UP_SECONDS).then(() => {})));
  for (let round = 1; round <= rounds; round++) {
    await step(`Round ${round} of ${rounds}`, () =>
      each(async (url, rates) => void rates.push((await runWrk({ url }, seconds)).requestsPerSecond)),
    );
  }
  return runs.map((rates) => {
    const of = (server: (typeof SERVERS)[number]) => {
      const found = rates.get(server) ?? [];
      return found.length > 0 ? median(found) : null;
    };
    return { next: of('next'), bare: of('bare'), behindNginx: of('behindNginx'), file: of('file') };
  });
}
