import type pg from 'pg';
import type { Statement } from './record-statements.ts';

/** What PostgreSQL did for a statement: its plan, with milliseconds and pages read. */
export async function explain(client: pg.Client, { text, values }: Statement): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>({
    text: `EXPLAIN (ANALYZE, BUFFERS) ${text}`,
    values,
  });
  // Long lists of ids would only make the plan hard to read.
  return rows.map((row) => row['QUERY PLAN'].replace(/'\{[^}]{60,}\}'/g, "'{…}'")).join('\n');
}

/** The tables that a plan scans sequentially. For a table of a few pages that is the fastest way. */
export function sequentialScans(plan: string): string[] {
  return [...plan.matchAll(/Seq Scan on (\w+)/g)].map(([, table]) => table ?? '');
}
