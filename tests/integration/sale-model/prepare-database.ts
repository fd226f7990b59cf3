/** A movable clock and crash points in PostgreSQL. */

import { runAsAdmin } from '../../support/database/admin-database.ts';

/** Where a connection to the database can be cut: at a write to one of the tables, or at a commit. */
export const CRASH_POINTS = [
  ...['orders', 'posts', 'stripe_events', 'messages', 'refunds', 'ledger_transactions', 'reconciler_marks'],
  'commit',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

const TABLES = CRASH_POINTS.filter((point) => point !== 'commit');

/**
 * Gives the test's database a movable clock and crash points, both invisible to the shop. Call it before the shop's
 * first connection: the search path, on which this `now()` precedes PostgreSQL's, is read when a connection starts.
 */
export async function prepareDatabase(): Promise<void> {
  const url = process.env.DATABASE_URL ?? '';
  const name = new URL(url).pathname.slice(1);
  await runAsAdmin(
    url,
    `CREATE SCHEMA model;
     CREATE TABLE model.clock (shift interval NOT NULL);
     INSERT INTO model.clock VALUES ('0');
     CREATE FUNCTION model.now() RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
     BEGIN RETURN pg_catalog.now() + (SELECT shift FROM model.clock); END $$;

     CREATE TABLE model.crash (crash_point text NOT NULL);
     CREATE SEQUENCE model.crashes;
     CREATE FUNCTION model.crash_here() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       -- A sequence survives the rollback, so that a process that crashed once cannot write any more.
       IF EXISTS (SELECT FROM model.crash WHERE crash_point = TG_ARGV[0] OR (SELECT is_called FROM model.crashes)) THEN
         PERFORM nextval('model.crashes');
         PERFORM pg_terminate_backend(pg_backend_pid());
       END IF;
       RETURN NULL;
     END $$;
     ${TABLES.map(crashTriggers).join('')}
     ALTER DATABASE ${name} SET search_path = model, pg_catalog, public;`,
  );
}

const crashTriggers = (table: string) => `
  CREATE TRIGGER crash AFTER INSERT OR UPDATE ON public.${table}
    FOR EACH STATEMENT EXECUTE FUNCTION model.crash_here('${table}');
  CREATE CONSTRAINT TRIGGER crash_at_commit AFTER INSERT OR UPDATE ON public.${table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION model.crash_here('commit');`;
