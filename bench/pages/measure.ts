import { step } from '../../dev/terminal.ts';
import { median, runWrk } from '../wrk.ts';
import type { Candidate } from './candidates.ts';

const PLACES = ['next', 'bare', 'behindNginx', 'file'] as const;
const WARM_UP_SECONDS = 1;

/** Requests a second at each place; null where there is none. */
export type Rates = Record<(typeof PLACES)[number], number | null>;

type Options = { seconds: number; rounds: number };

/**
 * The places of each page take turns, so that what the machine does meanwhile hits all of them; the median of the rounds
 * counts.
 */
export async function measureCandidates(candidates: Candidate[], { seconds, rounds }: Options): Promise<Rates[]> {
  const runs = candidates.map(() => new Map(PLACES.map((place) => [place, [] as number[]])));
  const each = async (work: (url: string, rates: number[]) => Promise<void>) => {
    for (const [index, candidate] of candidates.entries())
      for (const place of PLACES) {
        const url = candidate[place];
        const rates = runs[index]?.get(place);
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
    const of = (place: (typeof PLACES)[number]) => {
      const found = rates.get(place) ?? [];
      return found.length > 0 ? median(found) : null;
    };
    return { next: of('next'), bare: of('bare'), behindNginx: of('behindNginx'), file: of('file') };
  });
}
