/** Creates and drops databases on the PostgreSQL server of the tests. */

import pg from 'pg';

/** Allows only a database server on this machine, because tests overwrite and drop databases. @throws otherwise. */
export function requireLocalUrl(url: string): string {
  const { hostname } = new URL(url);
  if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    throw new Error(`Tests overwrite databases, so they may not run on ${hostname}.`);
  return url;
}

/** The URL of another database on the same server. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(requireLocalUrl(url));
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs one statement outside any transaction. */
export async function runAsAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: requireLocalUrl(url) });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Drops a database even while clients are connected to it. */
export const dropDatabase = (url: string, name: string): Promise<void> =>
  runAsAdmin(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
