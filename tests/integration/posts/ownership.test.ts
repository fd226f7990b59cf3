import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { listPurchases, listSales } from '#lib/orders/queries.ts';
import { listOwnPictures } from '#lib/posts/add-picture.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { deletePost } from '#lib/posts/delete-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { getOwnPost, listOwnPosts } from '#lib/posts/queries.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { makeHeldOrder, makePicture, makePost, makeUser, postInput } from '../../support/database/factories.ts';

const commands: [string, (viewer: Viewer, id: string) => Promise<unknown>][] = [
  ['updatePost', (viewer, id) => updatePost(viewer, id, postInput())],
  ['publishPost', publishPost],
  ['unpublishPost', unpublishPost],
  ['deletePost', deletePost],
];
const states = [
  { status: 'DRAFT', listedAt: null },
  { status: 'LISTED' },
  { status: 'LISTED', heldUntil: new Date() },
  { status: 'SOLD', soldAt: new Date() },
] as const;

test.for(commands)("%s does not find another person's post, in any state", async ([, command]) => {
  const [otherArtist, admin] = [await makeUser(), await makeUser({ role: 'ADMIN' })];
  for (const state of states) {
    const post = await makePost(state);
    for (const viewer of [otherArtist, admin])
      await expect(command(viewer, post.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await db().post.findUnique({ where: { id: post.id } })).toEqual(post);
    expect(await db().postImage.count({ where: { postId: post.id } })).toBe(1);
  }
  await expect(command(otherArtist, randomUUID())).rejects.toMatchObject({ code: 'not-found' });
});

test("another person's picture cannot be used, whether it belongs to a post or not", async () => {
  const [artist, thief] = [await makeUser(), await makeUser()];
  const post = await makePost({ artistId: artist.id });
  const [attached] = await db().postImage.findMany({ where: { postId: post.id } });
  const unattached = await makePicture(artist.id);
  const own = await makePost({ artistId: thief.id });
  for (const id of [unattached.id, attached?.id ?? '', randomUUID()]) {
    const input = postInput({ pictures: [{ id, alt: 'Mine' }] });
    const refused = { code: 'not-found', field: 'pictures' };
    await expect(createPost(thief, input, { publish: true })).rejects.toMatchObject(refused);
    await expect(updatePost(thief, own.id, input)).rejects.toMatchObject(refused);
  }
  // The whole save was rolled back: no incomplete post, no changed text, no lost picture.
  expect(await db().post.findMany({ where: { artistId: thief.id } })).toEqual([own]);
  expect(await db().postImage.count({ where: { postId: own.id } })).toBe(1);
  expect(await db().postImage.findMany({ where: { ownerId: artist.id, alt: 'Mine' } })).toEqual([]);
  expect(await listOwnPictures(thief, [unattached.id])).toEqual([]);
  expect(await listOwnPictures(artist, [unattached.id])).toMatchObject([{ id: unattached.id }]);
});

test('a picture of one post cannot move to another of the same artist', async () => {
  const artist = await makeUser();
  const [from, to] = [await makePost({ artistId: artist.id }), await makePost({ artistId: artist.id })];
  const [picture] = await db().postImage.findMany({ where: { postId: from.id } });
  const input = postInput({ pictures: [{ id: picture?.id ?? '', alt: '' }] });
  await expect(updatePost(artist, to.id, input)).rejects.toMatchObject({ code: 'not-found' });
});

test('lists show only what belongs to the viewer', async () => {
  const [artist, buyer] = [await makeUser(), await makeUser()];
  const post = await makePost({ artistId: artist.id });
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT', listedAt: null });
  const { orderId } = await makeHeldOrder({ post, status: 'PAID', buyerId: buyer.id, buyerName: 'Ada' });
  await makeHeldOrder({ post, status: 'CANCELLED' });

  const own = await listOwnPosts(artist, null);
  expect(own.rows.map(({ id }) => id).sort()).toEqual([post.id, draft.id].sort());
  expect(await listOwnPosts(buyer, null)).toEqual({ rows: [], newer: null, older: null });
  expect(await getOwnPost(buyer, draft.slug)).toBeNull();
  expect((await listSales(artist, null)).rows).toMatchObject([{ id: orderId, buyer: { name: 'Ada' } }]);
  expect((await listSales(buyer, null)).rows).toEqual([]);
  expect((await listPurchases(buyer, null)).rows).toMatchObject([{ id: orderId }]);
  expect((await listPurchases(artist, null)).rows).toEqual([]);
});
