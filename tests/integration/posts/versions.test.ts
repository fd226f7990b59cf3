import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { getOwnPost } from '#lib/posts/queries.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { makePicture, makePost, makeUser, postInput } from '../../support/database/factories.ts';

/** A published work, as two tabs have opened it. */
async function openedTwice() {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id });
  const own = await getOwnPost(artist, post.slug);
  if (!own) throw new Error('the work is gone');
  const pictures = own.pictures.map(({ id, alt }) => ({ id, alt }));
  const price = (amount: number) => postInput({ pictures, price: { amount, currency: 'EUR' } });
  return { artist, id: post.id, slug: post.slug, version: own.version, pictures, price };
}

test('a save that began before another one changes nothing', async () => {
  const { artist, id, slug, version, price } = await openedTwice();
  await updatePost(artist, id, price(20_000), version);
  await expect(updatePost(artist, id, price(10_000), version)).rejects.toMatchObject({ code: 'changed-elsewhere' });
  const stored = await getOwnPost(artist, slug);
  expect(stored?.price).toEqual({ amount: 20_000, currency: 'EUR' });
  // With the version that it has been shown, it is saved.
  await updatePost(artist, id, price(10_000), stored?.version);
  expect((await getOwnPost(artist, slug))?.price.amount).toBe(10_000);
});

test('of ten saves at once that began together one is stored, and the others are told', async () => {
  const { artist, id, slug, version, price } = await openedTwice();
  const saves = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => updatePost(artist, id, price(1_000 + index), version)),
  );
  const codes = saves.flatMap((save) => (save.status === 'rejected' ? [save.reason.code] : []));
  expect(codes).toEqual(Array(9).fill('changed-elsewhere'));
  const stored = saves.findIndex(({ status }) => status === 'fulfilled');
  expect(await getOwnPost(artist, slug)).toMatchObject({ price: { amount: 1_000 + stored }, version: version + 1 });
});

test('the same save sent twice is saved once, also with pictures that were uploaded twice', async () => {
  const { artist, id, slug, version, pictures } = await openedTwice();
  const uploaded = await makePicture(artist.id);
  const { key } = await db().postImage.findUniqueOrThrow({ where: { id: uploaded.id } });
  const again = await makePicture(artist.id);
  await db().postImage.update({ where: { id: again.id }, data: { key } });
  const withPicture = (picture: string) => postInput({ pictures: [...pictures, { id: picture, alt: 'New' }] });
  const results = await Promise.all([
    updatePost(artist, id, withPicture(uploaded.id), version),
    updatePost(artist, id, withPicture(uploaded.id), version),
  ]);
  expect(results[0]).toEqual(results[1]);
  await updatePost(artist, id, withPicture(again.id), version);
  expect(await getOwnPost(artist, slug)).toMatchObject({ version: version + 1, pictures: [{}, { id: uploaded.id }] });
});

test('another order or description of the pictures is another content', async () => {
  const { artist, id, version, pictures } = await openedTwice();
  await updatePost(artist, id, postInput({ pictures }), version);
  const described = postInput({ pictures: pictures.map((picture) => ({ ...picture, alt: 'Another' })) });
  await expect(updatePost(artist, id, described, version)).rejects.toMatchObject({ code: 'changed-elsewhere' });
});

test('publishing and unpublishing from the dashboard do not disturb an open form', async () => {
  const { artist, id, slug, version, price } = await openedTwice();
  await unpublishPost(artist, id);
  await publishPost(artist, id);
  await updatePost(artist, id, price(30_000), version);
  expect(await getOwnPost(artist, slug)).toMatchObject({ status: 'LISTED', price: { amount: 30_000 } });
});

test.for([
  ['sold', { status: 'SOLD', soldAt: new Date() }, 'held-or-sold'],
  ['held', { heldUntil: new Date() }, 'held-or-sold'],
] as const)('a stale save of a work that is %s reads why it cannot be changed', async ([, changes, code]) => {
  const { artist, id, version, price } = await openedTwice();
  await db().post.update({ where: { id }, data: { ...changes, version: { increment: 1 } } });
  await expect(updatePost(artist, id, price(1), version)).rejects.toMatchObject({ code });
  await expect(updatePost(await makeUser(), id, price(1), version)).rejects.toMatchObject({ code: 'not-found' });
});
