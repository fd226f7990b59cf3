import pg from 'pg';

export type Statement = { text: string; values: unknown[] };

let recorded: Statement[] | undefined;

// Must run before anything connects: a connection may keep the `query` function that it saw when it was created.
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]) {
  const [config, values] = args;
  if (typeof config === 'string') recorded?.push({ text: config, values: Array.isArray(values) ? values : [] });
  else if (isStatement(config))
    recorded?.push({ text: config.text, values: Array.isArray(values) ? values : (config.values ?? []) });
  return Reflect.apply(query, this, args);
} as typeof query;

/**
 * All statements that `work` sends to PostgreSQL through any client of this process, with their values: the product's
 * own SQL, of which a copy here would soon be outdated.
 */
export async function recordTraffic(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  recorded = statements;
  try {
    await work();
  } finally {
    recorded = undefined;
  }
  return statements;
}

/** The SELECT statements that `work` sends to PostgreSQL. */
export async function recordStatements(work: () => Promise<unknown>): Promise<Statement[]> {
  return (await recordTraffic(work)).filter(({ text }) => /^\s*select/i.test(text));
}

function isStatement(config: unknown): config is { text: string; values?: unknown[] } {
  return typeof config === 'object' && config !== null && 'text' in config && typeof config.text === 'string';
}
