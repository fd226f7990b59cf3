import { parseArgs } from 'node:util';
import pg from 'pg';
// Before anything connects: see there.
import '../record-statements.ts';
import { db } from '#lib/db.ts';
import { env } from '#lib/env.ts';
import { filterCases } from './filter-cases.ts';
import { type Measured, measureCases } from './measure-cases.ts';
import { bareCase, pageCases } from './page-cases.ts';
import { drawSamples } from './samples.ts';
import { wordCases } from './word-cases.ts';
import { writeCases } from './write-cases.ts';

/** All cases on the database in DATABASE_URL, which this process and all of #lib work on. */
export async function measureSize(options: Parameters<typeof measureCases>[2]): Promise<Measured[]> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    const samples = await drawSamples(client);
    const cases = [
      ...(await pageCases(client)),
      await bareCase(client),
      ...wordCases(samples),
      ...filterCases(client, samples),
      ...writeCases(client, samples),
    ];
    return await measureCases(client, cases, options);
  } finally {
    await client.end();
  }
}

// As a process of its own, because one process has one database. Each line of its output is one case.
if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '200' } } });
  await measureSize({ runs: Number(values.runs), onDone: (measured) => console.log(JSON.stringify(measured)) });
  await db().$disconnect();
}
