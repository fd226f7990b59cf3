import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { asAdmin, dropDatabase, withDatabase } from './admin-database.ts';

/** A migrated, empty database of its own; copied from the run's template, so it takes a moment only. */
export async function testDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, `CREATE DATABASE ${name} TEMPLATE ${inject('templateDatabase')}`);
  return { url: withDatabase(server, name), drop: () => dropDatabase(server, name) };
}
