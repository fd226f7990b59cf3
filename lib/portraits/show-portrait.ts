import { randomBytes } from 'node:crypto';
import { type Db, db, isOfLeavingAccount } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { PortraitCrop } from '#lib/domain/pictures/portrait.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { DecodedPortrait } from '#lib/media/portrait/derive-portrait.ts';
import { writePortrait } from '#lib/media/portrait/portrait-files.ts';

const newName = () => randomBytes(32).toString('hex');

type Chosen = {
  decoded: DecodedPortrait;
  crop: PortraitCrop;
  /** The stored picture; null for a new one. */
  master: string | null;
};

/**
 * Stores the files of a portrait and shows it in place of the one before.
 * @throws {ExpectedError} account-closing, changed-elsewhere
 */
export async function showPortrait({ id: userId }: Viewer, { decoded, crop, master: stored }: Chosen): Promise<void> {
  const key = newName();
  const master = stored ?? newName();
  const { width, height } = decoded;
  const { x: cropX, y: cropY, size: cropSize } = crop;
  try {
    await db().$transaction(async (tx) => {
      await lockAccount(tx, userId);
      await requireMaster(tx, userId, stored);
      await tx.portrait.create({ data: { key, userId, master, width, height, cropX, cropY, cropSize } });
    });
  } catch (error) {
    if (isOfLeavingAccount(error)) throw new ExpectedError('account-closing');
    throw error;
  }
  await writePortrait(decoded, { key, master: stored === null ? master : null });
  await db().$transaction(async (tx) => {
    await lockAccount(tx, userId);
    await requireMaster(tx, userId, stored);
    await replacePortrait(tx, userId, key);
  });
}

/** Commands that change an account's portraits wait for each other, and for the worker that removes old ones. */
export const lockAccount = (tx: Db, userId: string) =>
  tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;

/** @throws {ExpectedError} changed-elsewhere, if the portrait is of another picture by now, or none is shown */
async function requireMaster(tx: Db, userId: string, master: string | null): Promise<void> {
  if (master === null) return;
  const isCurrent = (await tx.portrait.count({ where: { userId, unusedSince: null, master } })) > 0;
  if (!isCurrent) throw new ExpectedError('changed-elsewhere');
}

/** Shows this portrait, or none. The one before is removed after an hour: pages that are open may still load it. */
export async function replacePortrait(tx: Db, userId: string, key: string | null): Promise<void> {
  await tx.portrait.updateMany({ where: { userId, unusedSince: null }, data: { unusedSince: new Date() } });
  if (key !== null) await tx.portrait.updateMany({ where: { key, userId }, data: { unusedSince: null } });
  const { count } = await tx.user.updateMany({ where: { id: userId, closedAt: null }, data: { portraitKey: key } });
  if (count === 0) throw new ExpectedError('account-closing');
}
