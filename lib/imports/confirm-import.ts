import { db, isUniqueViolation, Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/**
 * Lets the worker bring in what was checked. Confirmed twice it runs once.
 * @throws {ExpectedError} not-found, import-running
 */
export async function confirmImport(viewer: Viewer, id: string): Promise<void> {
  const checked = { id, ownerId: viewer.id, createdAt: { gte: keptSince(KEPT_SECONDS.unconfirmedImport) } };
  const confirmed = await whileNoneRuns(() =>
    db().import.updateMany({
      where: { ...checked, confirmedAt: null, problems: { equals: Prisma.DbNull } },
      data: { confirmedAt: new Date() },
    }),
  );
  if (confirmed.count > 0) return;
  const before = await db().import.count({ where: { id, ownerId: viewer.id, confirmedAt: { not: null } } });
  if (before === 0) throw new ExpectedError('not-found');
}

/**
 * Lets the worker try the rows again that could not be brought in.
 * @throws {ExpectedError} not-found, import-running
 */
export async function retryImport(viewer: Viewer, id: string): Promise<void> {
  const { count } = await whileNoneRuns(() =>
    db().$transaction(async (tx) => {
      const resumed = await tx.import.updateMany({
        where: { id, ownerId: viewer.id, finishedAt: { not: null } },
        data: { finishedAt: null, leasedUntil: null },
      });
      if (resumed.count > 0)
        await tx.importRow.updateMany({
          where: { importId: id, problem: { not: null } },
          data: { problem: null, attempts: 0 },
        });
      return resumed;
    }),
  );
  if (count > 0) return;
  const running = await db().import.count({ where: { id, ownerId: viewer.id, confirmedAt: { not: null } } });
  if (running === 0) throw new ExpectedError('not-found');
}

/** An index decides. */
async function whileNoneRuns<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (isUniqueViolation(error)) throw new ExpectedError('import-running');
    throw error;
  }
}
