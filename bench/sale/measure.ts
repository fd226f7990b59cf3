import { step } from '../../dev/terminal.ts';
import { median } from '../wrk.ts';

/** Something to measure; `run` returns a rate per second. */
export type Candidate = { name: string; run: () => Promise<number> };

/** One line of the result: the shop's rate and its limit. */
export type Line = { name: string; rate: number; limit: string; limitRate: number };

/**
 * Measures candidates and their limits alternately, so that other load on the machine affects them equally. The result
 * is the median of the rounds. A limit of several candidates runs once a round.
 */
export async function measureInTurns(
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
