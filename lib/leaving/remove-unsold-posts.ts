import type { Db } from '#lib/db.ts';

/**
 * Removes the works of somebody who leaves, but for sold ones. Those that an order refers to keep their title, which its
 * receipt names; the pictures of all become loose.
 */
export async function removeUnsoldPosts(tx: Db, artistId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE post_images SET post_id = NULL WHERE owner_id = ${artistId}::uuid
      AND post_id IN (SELECT id FROM posts WHERE artist_id = ${artistId}::uuid AND status <> 'SOLD')`;
  await tx.post.deleteMany({ where: { artistId, status: { not: 'SOLD' }, orders: { none: {} } } });
  await tx.postViews.deleteMany({ where: { post: { artistId, status: { not: 'SOLD' } } } });
  await tx.post.updateMany({
    where: { artistId, status: { not: 'SOLD' } },
    data: {
      ...{ description: '', content: '', tags: [], medium: null, year: null, dimensions: null },
      ...{ status: 'DRAFT', withdrawn: false, hiddenReason: null },
    },
  });
  await tx.post.updateMany({ where: { artistId }, data: { creationKey: null } });
}
