import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import { listIdleFiles, removeListedFile, removeZip } from './import-files.ts';

const BATCH = 100;
/** Longer than any upload or check takes. */
const IDLE_MS = 60 * 60 * 1_000;

/** Deletes imports whose time has ended, with their files, and files that belong to none. A running one is left alone. */
export async function deleteOldImports(stop?: AbortSignal): Promise<void> {
  for (;;) {
    const old = await db().import.findMany({
      where: {
        OR: [
          { confirmedAt: null, createdAt: { lt: keptSince(KEPT_SECONDS.unconfirmedImport) } },
          { finishedAt: { not: null }, createdAt: { lt: keptSince(KEPT_SECONDS.import) } },
        ],
      },
      select: { id: true },
      take: BATCH,
    });
    for (const { id } of old) {
      if (stop?.aborted) return;
      // Confirmed or tried again in the meantime, it stays.
      const { count } = await db().import.deleteMany({
        where: { id, OR: [{ confirmedAt: null }, { finishedAt: { not: null } }] },
      });
      if (count > 0) await removeZip(id);
    }
    if (old.length < BATCH) break;
  }
  await removeStrayFiles();
}

/** Of closed accounts, and what a killed process has left. */
async function removeStrayFiles(): Promise<void> {
  for (const file of await listIdleFiles(IDLE_MS)) {
    const found =
      file.importId === null ? null : await db().import.findFirst({ where: { id: file.importId, zip: true } });
    if (!found) await removeListedFile(file);
  }
}
