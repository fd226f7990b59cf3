import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

export type ExportState = {
  /** When an export that is not ready was asked for, ISO 8601; null if there is none. */
  requestedAt: string | null;
  /** The file that can be downloaded. `bytes`; times are ISO 8601. */
  ready: { id: string; bytes: number; readyAt: string; endsAt: string } | null;
};

/** The viewer's exports: the one in progress, and the one that is ready. */
export async function findExports({ id: userId }: Viewer): Promise<ExportState> {
  const [waiting, ready] = await Promise.all([
    db().export.findFirst({ where: { userId, readyAt: null, removedAt: null }, select: { requestedAt: true } }),
    db().export.findFirst({
      where: { userId, removedAt: null, readyAt: { gt: keptSince(KEPT_SECONDS.export) } },
      orderBy: { readyAt: 'desc' },
      select: { id: true, bytes: true, readyAt: true },
    }),
  ]);
  return {
    requestedAt: waiting?.requestedAt.toISOString() ?? null,
    ready: ready?.readyAt
      ? {
          id: ready.id,
          bytes: Number(ready.bytes),
          readyAt: ready.readyAt.toISOString(),
          endsAt: new Date(ready.readyAt.getTime() + KEPT_SECONDS.export * 1_000).toISOString(),
        }
      : null,
  };
}
