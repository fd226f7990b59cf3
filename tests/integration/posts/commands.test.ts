import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { deletePost } from '#lib/posts/delete-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { getOwnPost, getPublicPost } from '#lib/posts/queries.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { makeHeldOrder, makePicture, makePost, makeUser, postInput } from '../../support/database/factories.ts';

const statusOf = async (id: string) => (await db().post.findUniqueOrThrow({ where: { id } })).status;

test('a draft is created with all its fields, and only its artist sees it', async () => {
  const artist = await makeUser();
  const { id, slug } = await createPost(artist, postInput({ title: 'Häfen & Nebel' }), { publish: false });
  expect(slug).toBe('hafen-nebel');
  expect(await getOwnPost(artist, slug)).toMatchObject({
    ...{ id, title: 'Häfen & Nebel', description: 'Oil on canvas.', content: 'Painted in one morning.' },
    ...{ price: { amount: 12_000, currency: 'EUR' }, tags: ['sea'], medium: 'Oil', year: 2024, dimensions: null },
    ...{ status: 'DRAFT', heldUntil: null, soldAt: null, pictures: [], picture: null },
    artist: { username: artist.username, displayName: artist.displayName, bio: '' },
  });
  expect(await getPublicPost(slug)).toBeNull();
  expect(await getOwnPost(await makeUser(), slug)).toBeNull();
});

test('a published post needs a picture and keeps the order of its pictures', async () => {
  const artist = await makeUser();
  await expect(createPost(artist, postInput(), { publish: true })).rejects.toMatchObject({ code: 'no-pictures' });
  const [one, two] = [await makePicture(artist.id), await makePicture(artist.id)];
  const pictures = [
    { id: two.id, alt: 'Second' },
    { id: one.id, alt: 'First' },
  ];
  const { slug } = await createPost(artist, postInput({ pictures }), { publish: true });
  const post = await getPublicPost(slug);
  expect(post?.pictures.map(({ id, alt }) => ({ id, alt }))).toEqual(pictures);
  expect(post).toMatchObject({ status: 'LISTED', picture: { id: two.id } });
});

test('slugs are unique, even when ten posts with one title are created at once, and never change', async () => {
  const artist = await makeUser();
  const title = `Untitled ${randomUUID()}`;
  const created = await Promise.all(
    Array.from({ length: 10 }, () => createPost(artist, postInput({ title }), { publish: false })),
  );
  expect(new Set(created.map(({ slug }) => slug)).size).toBe(10);
  for (const { slug } of created) expect(slug).toMatch(/^untitled-[0-9a-f-]+$/);
  const [first] = created;
  const changed = await updatePost(artist, first?.id ?? '', postInput({ title: 'Another title' }));
  expect(changed.slug).toBe(first?.slug);
});

test.for(['山田', '!!!', 'New'])('the title %s gets a slug that does not clash with another page', async (title) => {
  const { slug } = await createPost(await makeUser(), postInput({ title }), { publish: false });
  expect(slug).toMatch(/^(work|new)-[0-9a-f]{6}$/);
});

test('an update changes the text and the pictures, and removes pictures that are left out', async () => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id });
  const [existing] = await db().postImage.findMany({ where: { postId: post.id } });
  const added = await makePicture(artist.id);
  const both = [
    { id: added.id, alt: 'New' },
    { id: existing?.id ?? '', alt: 'Old' },
  ];
  await updatePost(artist, post.id, postInput({ pictures: both, price: { amount: 500, currency: 'USD' }, tags: [] }));
  expect(await getPublicPost(post.slug)).toMatchObject({
    ...{ title: 'Harbour in fog', price: { amount: 500, currency: 'USD' }, tags: [] },
    pictures: both,
  });
  await updatePost(artist, post.id, postInput({ pictures: both.slice(0, 1) }));
  expect(await db().postImage.count({ where: { postId: post.id } })).toBe(1);
  await expect(updatePost(artist, post.id, postInput())).rejects.toMatchObject({ code: 'no-pictures' });
  expect(await db().postImage.count({ where: { postId: post.id } })).toBe(1);
});

test('publishing needs a picture, and publishing again keeps the time of the first publication', async () => {
  const artist = await makeUser();
  const { id, slug } = await createPost(artist, postInput(), { publish: false });
  await expect(publishPost(artist, id)).rejects.toMatchObject({ code: 'no-pictures', field: 'pictures' });
  await makePicture(artist.id, id);
  await publishPost(artist, id);
  const { listedAt } = await db().post.findUniqueOrThrow({ where: { id } });
  await publishPost(artist, id);
  expect(await getPublicPost(slug)).not.toBeNull();
  await unpublishPost(artist, id);
  await unpublishPost(artist, id);
  expect(await getPublicPost(slug)).toBeNull();
  expect(await getOwnPost(artist, slug)).toMatchObject({ status: 'DRAFT' });
  await publishPost(artist, id);
  expect(await db().post.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'LISTED', listedAt });
});

test('a draft can be deleted with its pictures; a published work and one with orders cannot', async () => {
  const artist = await makeUser();
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT', listedAt: null });
  await deletePost(artist, draft.id);
  expect(await db().post.count({ where: { id: draft.id } })).toBe(0);
  expect(await db().postImage.count({ where: { postId: draft.id } })).toBe(0);

  const listed = await makePost({ artistId: artist.id });
  await expect(deletePost(artist, listed.id)).rejects.toMatchObject({ code: 'only-drafts' });
  await makeHeldOrder({ post: listed, status: 'CANCELLED' });
  await db().post.update({ where: { id: listed.id }, data: { heldUntil: null, status: 'DRAFT' } });
  await expect(deletePost(artist, listed.id)).rejects.toMatchObject({ code: 'has-orders' });
  expect(await statusOf(listed.id)).toBe('DRAFT');
});

test.for([
  ['held', { heldUntil: new Date(Date.now() + 60_000) }],
  // A clock alone never ends a hold.
  ['held past its expiry', { heldUntil: new Date(Date.now() - 60_000) }],
  ['sold', { status: 'SOLD', soldAt: new Date() }],
] as const)('a work that is %s cannot be changed, unpublished or deleted', async ([, changes]) => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id, ...changes });
  const [picture] = await db().postImage.findMany({ where: { postId: post.id } });
  const pictures = [{ id: picture?.id ?? '', alt: 'Changed' }];
  const before = await getPublicPost(post.slug);
  const refused = { code: 'held-or-sold' };
  await expect(updatePost(artist, post.id, postInput({ pictures }))).rejects.toMatchObject(refused);
  await expect(unpublishPost(artist, post.id)).rejects.toMatchObject(refused);
  await expect(deletePost(artist, post.id)).rejects.toMatchObject(refused);
  if ('status' in changes) await expect(publishPost(artist, post.id)).rejects.toMatchObject(refused);
  expect(await getPublicPost(post.slug)).toEqual(before);
});
