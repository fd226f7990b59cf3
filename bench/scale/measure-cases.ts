import type pg from 'pg';
import { seededRandom } from '../../dev/seeded-random.ts';
import { tablesReadWhole } from '../explain.ts';
import { recordTraffic, type Statement } from '../record-statements.ts';
import type { Group, ScaleCase } from './scale-case.ts';
import { percentile } from './statistics.ts';

/** Programs and caches warm up first. */
const MOST_WARM_UP = 10;
const EXPLAINED = 5;
/** Reading these whole takes ever longer the more works there are. */
const GROWING = new Set(['posts', 'post_search', 'post_images', 'search_words']);

export type Measured = {
  name: string;
  group: Group;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Tables that grow with the works and that some plan reads whole. */
  readWhole: string[];
  /** Why the case could not be measured. */
  failure: string | null;
};

type Options = { runs: number; onDone?: (measured: Measured) => void };

/** Runs every case `runs` times, one call after the other, with other parameters each time, the same in every measurement. */
export async function measureCases(
  client: pg.Client,
  cases: readonly ScaleCase[],
  { runs, onDone }: Options,
): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const one of cases) {
    const measured = await measureCase(client, one, runs);
    onDone?.(measured);
    all.push(measured);
  }
  return all;
}

async function measureCase(client: pg.Client, { name, group, draw }: ScaleCase, runs: number): Promise<Measured> {
  const random = seededRandom(runs);
  const times: number[] = [];
  const readWhole = new Set<string>();
  try {
    for (let run = -Math.min(MOST_WARM_UP, runs); run < runs; run++) {
      const work = await draw(random);
      const start = performance.now();
      await work();
      if (run >= 0) times.push(performance.now() - start);
    }
    for (let run = 0; run < EXPLAINED; run++) {
      const work = await draw(random);
      for (const statement of await recordTraffic(work)) {
        for (const table of await growingTablesReadWhole(client, statement)) readWhole.add(table);
      }
    }
  } catch (error) {
    const failure = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
    return { name, group, p50: Number.NaN, p99: Number.NaN, readWhole: [], failure };
  }
  return {
    name,
    group,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    readWhole: [...readWhole],
    failure: null,
  };
}

/** By the plan alone: a write that is done again would be another one. */
async function growingTablesReadWhole(client: pg.Client, { text, values }: Statement): Promise<string[]> {
  if (!/^\s*(\/\*.*?\*\/\s*)?(select|with|insert|update|delete)\b/is.test(text)) return [];
  const { rows } = await client.query<{ 'QUERY PLAN': string }>({ text: `EXPLAIN ${text}`, values });
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  return tablesReadWhole(plan).filter((table) => GROWING.has(table));
}
