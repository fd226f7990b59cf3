import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import { listIdleExportFiles, removeExportFile, removeListedFile } from './export-files.ts';

const BATCH = 100;
/** Longer than any worker writes to a file without adding to it. */
const IDLE_MS = 60 * 60 * 1_000;
const DAY_SECONDS = 24 * 60 * 60;

/** Removes exports that have ended, then the files that no row names. */
export async function removeOldExports(): Promise<void> {
  await db().export.updateMany({
    where: {
      removedAt: null,
      OR: [
        { readyAt: { lt: keptSince(KEPT_SECONDS.export) } },
        // One that could not be made for so long.
        { readyAt: null, requestedAt: { lt: keptSince(KEPT_SECONDS.export) } },
      ],
    },
    data: { removedAt: new Date() },
  });
  await removeFiles();
  // As long as they count for the limit of a day.
  await db().export.deleteMany({
    where: { removedAt: { not: null }, file: null, requestedAt: { lt: keptSince(DAY_SECONDS) } },
  });
  await removeStrayFiles();
}

async function removeFiles(): Promise<void> {
  for (;;) {
    const removed = await db().export.findMany({
      where: { removedAt: { not: null }, file: { not: null } },
      select: { id: true, file: true },
      take: BATCH,
    });
    for (const { id, file } of removed) {
      if (file) await removeExportFile(file);
      await db().export.updateMany({ where: { id }, data: { file: null, readyAt: null, bytes: null } });
    }
    if (removed.length < BATCH) return;
  }
}

/** Of closed accounts, and what a killed worker has left. */
async function removeStrayFiles(): Promise<void> {
  for (const name of await listIdleExportFiles(IDLE_MS)) {
    const named = await db().export.count({ where: { file: name } });
    if (named === 0) await removeListedFile(name);
  }
}
