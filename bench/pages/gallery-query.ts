import { recordStatements } from '../record-statements.ts';
import { runPgbench } from '../sale/pgbench.ts';
import { pgbenchScript } from '../sale/pgbench-script.ts';
import { CONNECTIONS } from '../wrk.ts';

const TRANSACTIONS = 500;

/** How many times a second PostgreSQL alone executes the queries of the gallery's first page. */
export async function measureGalleryQuery(databaseUrl: string): Promise<number> {
  const { listPublicPosts } = await import('#lib/posts/queries.ts');
  const statements = await recordStatements(() => listPublicPosts());
  const transaction = [{ text: 'BEGIN', values: [] }, ...statements, { text: 'COMMIT', values: [] }];
  const script = pgbenchScript(transaction, 0);
  return runPgbench(script, { databaseUrl, first: 0, connections: CONNECTIONS, transactions: TRANSACTIONS });
}
