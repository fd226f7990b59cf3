import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { PortraitCrop } from '#lib/domain/pictures/portrait.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { openMaster, readPortrait } from '#lib/media/portrait/portrait-files.ts';
import { decodingBudget } from '#lib/posts/decoding-budget.ts';
import { showPortrait } from './show-portrait.ts';

/**
 * Shows another part of the picture that the viewer's portrait is made of.
 * @param master the picture that the form was about
 * @throws {ExpectedError} changed-elsewhere (it is another picture by now), pictures-too-slow, account-closing
 * @throws {PictureError} if the files cannot be made right now
 */
export async function cropPortrait(viewer: Viewer, master: string, crop: PortraitCrop): Promise<void> {
  const isCurrent = (await db().portrait.count({ where: { userId: viewer.id, unusedSince: null, master } })) > 0;
  const file = isCurrent && (await openMaster(master));
  if (!file) throw new ExpectedError('changed-elsewhere');
  const options = { owner: viewer.id, budget: decodingBudget(viewer.id) };
  await showPortrait(viewer, { decoded: await readPortrait(file.stream, crop, options), crop, master });
}
