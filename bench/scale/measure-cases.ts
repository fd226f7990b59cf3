import type pg from 'pg';
import { seededRandom } from '../../dev/seeded-random.ts';
import { sequentialScans } from '../explain.ts';
import { recordTraffic, type Statement } from '../record-statements.ts';
import type { Group, ScaleCase } from './scale-case.ts';
import { percentile } from './statistics.ts';

const MAX_WARM_UP_RUNS = 10;
const EXPLAINED_RUNS = 5;
/** A sequential scan of these takes longer the more works there are. */
const GROWING_TABLES = new Set(['posts', 'post_search', 'post_images', 'search_words']);

export type Measured = {
  name: string;
  group: Group;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Growing tables that a plan scans sequentially. */
  sequentialScans: string[];
  /** Why the case could not be measured. */
  failure: string | null;
};

type Options = { runs: number; onDone?: (measured: Measured) => void };

/**
 * Runs every case `runs` times, one call after the other. Parameters change with each run, but not between
 * measurements.
 */
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
  const scanned = new Set<string>();
  try {
    for (let run = -Math.min(MAX_WARM_UP_RUNS, runs); run < runs; run++) {
      const work = await draw(random);
      const start = performance.now();
      await work();
      if (run >= 0) times.push(performance.now() - start);
    }
    for (let run = 0; run < EXPLAINED_RUNS; run++) {
      const work = await draw(random);
      for (const statement of await recordTraffic(work)) {
        for (const table of await growingTablesScanned(client, statement)) scanned.add(table);
      }
    }
  } catch (error) {
    const failure = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
    return { name, group, p50: Number.NaN, p99: Number.NaN, sequentialScans: [], failure };
  }
  return {
    name,
    group,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    sequentialScans: [...scanned],
    failure: null,
  };
}

/** EXPLAIN without ANALYZE: executing a write a second time would do something else. */
async function growingTablesScanned(client: pg.Client, { text, values }: Statement): Promise<string[]> {
  if (!/^\s*(\/\*.*?\*\/\s*)?(select|with|insert|update|delete)\b/is.test(text)) return [];
  const { rows } = await client.query<{ 'QUERY PLAN': string }>({ text: `EXPLAIN ${text}`, values });
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  return sequentialScans(plan).filter((table) => GROWING_TABLES.has(table));
}
