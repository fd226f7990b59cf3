import pg from 'pg';

/** @throws for any other machine: tests make, overwrite and drop what they find. */
export function requireLocal(url: string): string {
  const { hostname } = new URL(url);
  if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    throw new Error(`Tests overwrite what they find, so never on ${hostname}.`);
  return url;
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(requireLocal(url));
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs one statement outside any transaction. */
export async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: requireLocal(url) });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Drops it even when somebody is still connected. */
export const dropDatabase = (url: string, name: string): Promise<void> =>
  asAdmin(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
