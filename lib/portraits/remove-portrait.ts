import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { lockAccount, replacePortrait } from './show-portrait.ts';

/** Removes the viewer's portrait from their page, and its files after an hour. */
export async function removePortrait(viewer: Viewer): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockAccount(tx, viewer.id);
    await replacePortrait(tx, viewer.id, null);
  });
}
