import { asAdmin } from '../../support/database/admin-database.ts';

/** Where a connection to the database can be cut: at the first write to a table, or at the commit of one. */
export const CRASH_PLACES = [
  ...['orders', 'posts', 'stripe_events', 'messages', 'refunds', 'ledger_transactions', 'reconciler_marks'],
  'commit',
] as const;
export type CrashPlace = (typeof CRASH_PLACES)[number];

const TABLES = CRASH_PLACES.filter((place) => place !== 'commit');

/**
 * Gives the test's own database a clock that can be moved and places where it can be cut off, both out of the product's
 * sight. To be called before the product's first connection: the search path, on which this `now()` comes before
 * PostgreSQL's, is read when a connection begins.
 */
export async function prepareDatabase(): Promise<void> {
  const url = process.env.DATABASE_URL ?? '';
  const name = new URL(url).pathname.slice(1);
  await asAdmin(
    url,
    `CREATE SCHEMA model;
     CREATE TABLE model.clock (shift interval NOT NULL);
     INSERT INTO model.clock VALUES ('0');
     CREATE FUNCTION model.now() RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
     BEGIN RETURN pg_catalog.now() + (SELECT shift FROM model.clock); END $$;

     CREATE TABLE model.crash (place text NOT NULL);
     CREATE SEQUENCE model.crashes;
     CREATE FUNCTION model.crash_here() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       -- A sequence remembers across the rollback: whoever has died once writes nothing more.
       IF EXISTS (SELECT FROM model.crash WHERE place = TG_ARGV[0] OR (SELECT is_called FROM model.crashes)) THEN
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
