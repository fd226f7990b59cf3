import pg from 'pg';

export type Statement = { text: string; values: unknown[] };

/**
 * The statements that `work` sends to PostgreSQL through any client of this process, with their
 * values. Listening where they leave shows the product's own SQL, which a copy here would soon not be.
 */
export async function recordStatements(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]) {
    const [config, values] = args;
    if (typeof config === 'string') statements.push({ text: config, values: Array.isArray(values) ? values : [] });
    else if (isStatement(config))
      statements.push({ text: config.text, values: Array.isArray(values) ? values : (config.values ?? []) });
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return statements.filter(({ text }) => /^\s*select/i.test(text));
}

function isStatement(config: unknown): config is { text: string; values?: unknown[] } {
  return typeof config === 'object' && config !== null && 'text' in config && typeof config.text === 'string';
}

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
