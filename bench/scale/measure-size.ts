import { parseArgs } from 'node:util';
import pg from 'pg';
// Must be imported before anything connects.
import '../record-statements.ts';
import { db } from '#lib/db.ts';
import { env } from '#lib/env.ts';
import { flushIndex } from '#lib/search/flush-index.ts';
import { filterCases } from './filter-cases.ts';
import { type Measured, measureCases } from './measure-cases.ts';
import { bareCase, pageCases } from './page-cases.ts';
import { drawSamples } from './samples.ts';
import { wordCases } from './word-cases.ts';
import { writeCases } from './write-cases.ts';

type Options = Parameters<typeof measureCases>[2] & {
  /** Only the cases whose name matches this pattern. */
  only?: string | undefined;
};

/** Measures all cases on the database in DATABASE_URL, which #lib in this process uses as well. */
export async function measureSize({ only = '', ...options }: Options): Promise<Measured[]> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  const worker = flushIndexEverySecond();
  try {
    await warmUp(client);
    const samples = await drawSamples(client);
    const cases = [
      ...(await pageCases(client)),
      await bareCase(client),
      ...wordCases(samples),
      ...filterCases(client, samples),
      ...writeCases(client, samples),
    ];
    const chosen = new RegExp(only);
    return await measureCases(
      client,
      cases.filter(({ name }) => chosen.test(name)),
      options,
    );
  } finally {
    await worker.stop();
    await client.end();
  }
}

/** Loads tables and indexes into memory as far as they fit, as on a server that has run for a while. */
async function warmUp(client: pg.Client): Promise<void> {
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_prewarm');
  await client.query(
    `SELECT pg_prewarm(oid::regclass) FROM pg_class
     WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace`,
  );
}

const FLUSH_INTERVAL_MS = 1_000;

/** Does the part of the worker's tasks that the measured writes leave to it. */
function flushIndexEverySecond() {
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(flushIndex);
  }, FLUSH_INTERVAL_MS);
  return {
    async stop() {
      clearInterval(timer);
      await last;
    },
  };
}

// A separate process for each database, because #lib connects to one only. Each line of the output is one case.
if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '200' }, cases: { type: 'string' } } });
  await measureSize({
    runs: Number(values.runs),
    only: values.cases,
    onDone: (measured) => console.log(JSON.stringify(measured)),
  });
  await db().$disconnect();
}
