import { db } from '#lib/db.ts';
import { describeObstacle } from '#lib/domain/leaving.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { findObstacles } from './find-obstacles.ts';

export type Closing = {
  /** ISO 8601. */
  closesAt: string;
  /** Why the worker has not closed it yet, in sentences; null if nothing is in the way. */
  obstacle: string | null;
};

/** The viewer's own closing that can still be undone; null if they have not asked for it. */
export async function findClosing({ id }: Viewer): Promise<Closing | null> {
  const account = await db().user.findFirst({
    where: { id, closesAt: { not: null }, closedAt: null },
    select: { closesAt: true, closingObstacle: true },
  });
  return account?.closesAt ? { closesAt: account.closesAt.toISOString(), obstacle: account.closingObstacle } : null;
}

/** Why the viewer's account cannot be closed now, a sentence each. */
export async function listObstacles({ id }: Viewer): Promise<string[]> {
  const account = await db().user.findFirstOrThrow({
    where: { id },
    select: { id: true, role: true, isDemo: true, suspendedAt: true },
  });
  return (await findObstacles(account)).map(describeObstacle);
}
