import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { openExportFile } from './export-files.ts';

export type OpenedExport = {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Bytes. */
  size: number;
  /** For the file on the viewer's device. */
  name: string;
};

/** One of the viewer's own exports; null if it is somebody else's, not ready, or has ended. */
export async function openExport(viewer: Viewer, id: string): Promise<OpenedExport | null> {
  const found = await db().export.findFirst({
    where: { id, userId: viewer.id, removedAt: null, readyAt: { gt: keptSince(KEPT_SECONDS.export) } },
    select: { file: true, bytes: true, readyAt: true },
  });
  if (!found?.file || !found.readyAt) return null;
  const stream = await openExportFile(found.file);
  const day = found.readyAt.toISOString().slice(0, 10);
  return stream && { stream, size: Number(found.bytes), name: `makeyourspace-${viewer.username}-${day}.zip` };
}
