import { step } from '../../dev/say.ts';
import { median } from '../wrk.ts';

/** Something that is measured; each run gives how many a second. */
export type Candidate = { name: string; run: () => Promise<number> };

/** The median of each candidate's runs. They take turns, so that what the machine does meanwhile hits all of them. */
export async function takeTurns(what: string, rounds: number, candidates: readonly Candidate[]): Promise<number[]> {
  const runs: number[][] = candidates.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    await step(`${what}, round ${round} of ${rounds}`, async () => {
      for (const [index, { run }] of candidates.entries()) runs[index]?.push(await run());
    });
  }
  return runs.map(median);
}

/** One line of the result: what we reach beside what there is to reach. */
export type Line = { name: string; rate: number; limit: string; limitRate: number };

/** Candidates with their limits, measured in turns. Each limit is measured once a round, however many share it. */
export async function compareInTurns(
  what: string,
  rounds: number,
  pairs: readonly { own: Candidate; limit: Candidate }[],
): Promise<Line[]> {
  const limits = [...new Set(pairs.map(({ limit }) => limit))];
  const all = [...limits, ...pairs.map(({ own }) => own)];
  const rates = await takeTurns(what, rounds, all);
  const rateOf = (candidate: Candidate) => rates[all.indexOf(candidate)] ?? Number.NaN;
  return pairs.map(({ own, limit }) => ({
    name: own.name,
    rate: rateOf(own),
    limit: limit.name,
    limitRate: rateOf(limit),
  }));
}
