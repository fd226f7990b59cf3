import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { closeDueAccounts } from '#lib/leaving/close-account.ts';
import { requestClosing } from '#lib/leaving/request-closing.ts';

/** The seven days of an account are over. */
export const makeDue = (userId: string) =>
  db().user.update({ where: { id: userId }, data: { closesAt: new Date(Date.now() - 1_000) } });

/** Closes an account for good, as its owner and the worker do. */
export async function closeForGood(viewer: Viewer): Promise<void> {
  const { obstacles } = await requestClosing(viewer);
  if (obstacles.length > 0) throw new Error(`the account cannot be closed: ${JSON.stringify(obstacles)}`);
  await makeDue(viewer.id);
  await closeDueAccounts();
}

/** The whole content of a database as text, to look for what must not be in it. */
export async function everythingStored(): Promise<string> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT quote_ident(table_name) AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'audit_log'`;
  const texts = await Promise.all(
    tables.map(({ name }) => db().$queryRawUnsafe<{ row: string }[]>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`)),
  );
  return texts.flatMap((rows) => rows.map(({ row }) => row)).join('\n');
}
