import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { dropDatabase, runAsAdmin, withDatabase } from './admin-database.ts';

/** Creates an empty, migrated database by copying the run's template, which is fast. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await runAsAdmin(server, `CREATE DATABASE ${name} TEMPLATE ${inject('templateDatabase')}`);
  return { url: withDatabase(server, name), drop: () => dropDatabase(server, name) };
}
