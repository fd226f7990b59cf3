import type pg from 'pg';
import { eventually } from '../eventually.ts';

export type ReconcilerList = 'events' | 'balance';

/**
 * Keeps the reconciler from Stripe's lists, as another worker that is at them would: what is seen to happen then
 * happened without it. Orders younger than two minutes it leaves alone by itself.
 */
export async function holdReconciler(
  { database }: { database: pg.Pool },
  lists: readonly ReconcilerList[] = ['events', 'balance'],
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

/** Lets it go on. */
export async function releaseReconciler(
  { database }: { database: pg.Pool },
  lists: readonly ReconcilerList[] = ['events', 'balance'],
): Promise<void> {
  await database.query('UPDATE reconciler_marks SET taken_until = NULL WHERE name = ANY($1)', [lists]);
}
