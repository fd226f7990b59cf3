import { FIRST_CROP } from '#lib/domain/pictures/portrait.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { readPortrait } from '#lib/media/portrait/portrait-files.ts';
import { decodingBudget } from '#lib/posts/decoding-budget.ts';
import { showPortrait } from './show-portrait.ts';

/**
 * Makes a picture the viewer's portrait, with its first part until they choose another.
 * @throws {PictureError} if the bytes are not an accepted picture, or too many are being uploaded
 * @throws {ExpectedError} pictures-too-slow, account-closing
 */
export async function setPortrait(viewer: Viewer, body: ReadableStream<Uint8Array>): Promise<void> {
  const decoded = await readPortrait(body, FIRST_CROP, { owner: viewer.id, budget: decodingBudget(viewer.id) });
  await showPortrait(viewer, { decoded, crop: FIRST_CROP, master: null });
}
