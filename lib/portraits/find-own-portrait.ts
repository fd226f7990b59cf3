import { db } from '#lib/db.ts';
import type { PortraitCrop } from '#lib/domain/pictures/portrait.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { openMaster } from '#lib/media/portrait/portrait-files.ts';

export type OwnPortrait = {
  key: string;
  /** The name of the whole picture. */
  master: string;
  /** Its pixels. */
  width: number;
  height: number;
  crop: PortraitCrop;
};

/** The viewer's portrait with what another part can be chosen from; null without one. */
export async function findOwnPortrait(viewer: Pick<Viewer, 'id'>): Promise<OwnPortrait | null> {
  const found = await db().portrait.findFirst({
    where: { userId: viewer.id, unusedSince: null },
    select: { key: true, master: true, width: true, height: true, cropX: true, cropY: true, cropSize: true },
  });
  if (!found) return null;
  const { cropX: x, cropY: y, cropSize: size, ...portrait } = found;
  return { ...portrait, crop: { x, y, size } };
}

/** The whole picture of the viewer's portrait, a WebP, which nobody else sees; null without one. */
export async function openOwnMaster(viewer: Pick<Viewer, 'id'>) {
  const found = await findOwnPortrait(viewer);
  return found && openMaster(found.master);
}
