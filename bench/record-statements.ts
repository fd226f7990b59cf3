import pg from 'pg';

export type Statement = { text: string; values: unknown[] };

let recorded: Statement[] | undefined;

// Put in place before anything connects: a connection may keep the function that it found when it was made.
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]) {
  const [config, values] = args;
  if (typeof config === 'string') recorded?.push({ text: config, values: Array.isArray(values) ? values : [] });
  else if (isStatement(config))
    recorded?.push({ text: config.text, values: Array.isArray(values) ? values : (config.values ?? []) });
  return Reflect.apply(query, this, args);
} as typeof query;

/**
 * All statements that `work` sends to PostgreSQL through any client of this process, with their
 * values. Listening where they leave shows the product's own SQL, which a copy here would soon not be.
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

/** The queries that `work` sends to PostgreSQL; what changes data, or begins and ends transactions, is left out. */
export async function recordStatements(work: () => Promise<unknown>): Promise<Statement[]> {
  return (await recordTraffic(work)).filter(({ text }) => /^\s*select/i.test(text));
}

function isStatement(config: unknown): config is { text: string; values?: unknown[] } {
  return typeof config === 'object' && config !== null && 'text' in config && typeof config.text === 'string';
}
