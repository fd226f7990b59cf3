import type pg from 'pg';
import type { Statement } from './record-statements.ts';

/** What PostgreSQL really did for a statement: its plan with times in milliseconds and pages read. */
export async function explain(client: pg.Client, { text, values }: Statement): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>({
    text: `EXPLAIN (ANALYZE, BUFFERS) ${text}`,
    values,
  });
  // A list of ids says nothing that its length does not.
  return rows.map((row) => row['QUERY PLAN'].replace(/'\{[^}]{60,}\}'/g, "'{…}'")).join('\n');
}

/** The tables that a plan reads whole. PostgreSQL does so rightly where a table fits into a few pages. */
export function tablesReadWhole(plan: string): string[] {
  return [...plan.matchAll(/Seq Scan on (\w+)/g)].map(([, table]) => table ?? '');
}
