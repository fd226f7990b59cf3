import { step } from '../../dev/terminal.ts';
import { median } from '../wrk.ts';

/** Something that is measured; each run gives how many a second. */
export type Candidate = { name: string; run: () => Promise<number> };

/** One line of the result: what we reach, and what there is to reach. */
export type Line = { name: string; rate: number; limit: string; limitRate: number };

/**
 * Measures candidates and their limits; the median of the rounds counts. They take turns, so that what the machine
 * does meanwhile hits all of them. A limit that several share runs once a round.
 */
export async function compareInTurns(
  what: string,
  rounds: number,
  pairs: readonly { own: Candidate; limit: Candidate }[],
): Promise<Line[]> {
  const candidates = [...new Set(pairs.flatMap(({ own, limit }) => [limit, own]))];
  const runs = new Map<Candidate, number[]>(candidates.map((candidate) => [candidate, []]));
  for (let round = 1; round <= rounds; round++) {
    await step(`${what}, round ${round} of ${rounds}`, async () => {
      for (const candidate of candidates) runs.get(candidate)?.push(await candidate.run());
    });
  }
  const rateOf = (candidate: Candidate) => median(runs.get(candidate) ?? []);
  return pairs.map(({ own, limit }) => ({
    name: own.name,
    rate: rateOf(own),
    limit: limit.name,
    limitRate: rateOf(limit),
  }));
}
