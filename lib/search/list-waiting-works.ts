import { assertModerator } from '#lib/accounts/assert-admin.ts';
import { db } from '#lib/db.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import type { WaitingWork } from '#lib/domain/posts/moderated-work.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { pictureColumns } from '#lib/posts/post-dto.ts';

/** How many works are listed at most. */
export const MAX_WAITING = 20;

/** Nobody can approve the works of artists who are suspended or leave, and hidden ones; moderators not their own. */
const waitingFor = ({ id, role }: Viewer) => ({
  ...{ waitingSince: { not: null }, hiddenAt: null, artist: { suspendedAt: null, closingAt: null } },
  ...(role !== 'ADMIN' && { artistId: { not: id } }),
});

/**
 * The works that wait for approval, the oldest first, with all that visitors would see. Uses the index posts_waiting.
 * @throws {ExpectedError} not-found for viewers who are neither moderators nor admins
 */
export async function listWaitingWorks(viewer: Viewer): Promise<WaitingWork[]> {
  assertModerator(viewer);
  const rows = await db().post.findMany({
    where: waitingFor(viewer),
    select: {
      ...{ id: true, slug: true, title: true, description: true, content: true, version: true, waitingSince: true },
      ...{ priceAmount: true, priceCurrency: true, tags: true },
      artist: { select: { username: true, displayName: true } },
      images: { select: pictureColumns, orderBy: { position: 'asc' } },
    },
    orderBy: [{ waitingSince: 'asc' }, { id: 'asc' }],
    take: MAX_WAITING,
  });
  return rows.map(({ images, waitingSince, priceAmount, priceCurrency, ...row }) => ({
    ...row,
    price: moneyOf({ amount: priceAmount, currency: priceCurrency }),
    pictures: images,
    waitingSince: waitingSince?.toISOString() ?? '',
  }));
}

/** @throws {ExpectedError} as `listWaitingWorks` */
export async function countWaitingWorks(viewer: Viewer): Promise<number> {
  assertModerator(viewer);
  return db().post.count({ where: waitingFor(viewer) });
}
