import type pg from 'pg';
import { eventually } from '../eventually.ts';

export type ReconciledList = 'events' | 'balance';

/**
 * Keeps the workers from reading Stripe's lists by taking the reconciler's marks, as another worker would. A test then
 * sees what happens without reconciliation. Orders younger than two minutes are not reconciled anyway.
 */
export async function pauseReconciliation(
  { database }: { database: pg.Pool },
  lists: readonly ReconciledList[] = ['events', 'balance'],
): Promise<void> {
  for (const list of lists) {
    await eventually(async () => {
      const { rowCount } = await database.query(
        `INSERT INTO reconciler_marks (name, up_to, taken_until) VALUES ($1, now() - interval '3 days', 'infinity')
         ON CONFLICT (name) DO UPDATE SET taken_until = 'infinity'
           WHERE COALESCE(reconciler_marks.taken_until, 'infinity') NOT BETWEEN now() AND now() + interval '1 hour'`,
        [list],
      );
      if (rowCount === 0) throw new Error(`a worker reads ${list}`);
    });
  }
}

/** Lets the workers reconcile again. */
export async function resumeReconciliation(
  { database }: { database: pg.Pool },
  lists: readonly ReconciledList[] = ['events', 'balance'],
): Promise<void> {
  await database.query('UPDATE reconciler_marks SET taken_until = NULL WHERE name = ANY($1)', [lists]);
}
