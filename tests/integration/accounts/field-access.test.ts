import { expect, test } from 'vitest';
import { updateProfile } from '#lib/accounts/update-profile.ts';
import { db } from '#lib/db.ts';
import { getSale, listPurchases } from '#lib/orders/queries.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { getArtist, getPublicPost, listPublicPosts } from '#lib/posts/queries.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { profileFormSchema, signUpSchema } from '#lib/schemas/accounts.ts';
import { postSchema } from '#lib/schemas/posts.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';

/** Fields that no form has, and values that somebody would like to have there. */
const FOREIGN = {
  ...{ id: '00000000-0000-4000-8000-000000000001', role: 'ADMIN', suspendedAt: null, emailProvenAt: new Date() },
  ...{ status: 'SOLD', artistId: '00000000-0000-4000-8000-000000000001', hiddenAt: null, priceAmount: 1n },
};

test('what everyone can read of a work and its artist has no email, role or version', async () => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id });
  await makeHeldOrder({ post, status: 'PAID', buyerName: 'Ada Byron' });
  const pages = [await getPublicPost(post.slug), await listPublicPosts(), await getArtist(artist.username)];
  for (const page of pages) {
    const text = JSON.stringify(page);
    expect(text).toContain(artist.username);
    for (const hidden of [artist.email, 'ada@example.org', 'Ada Byron', 'role', 'version', 'passwordHash', 'email'])
      expect(text).not.toContain(hidden);
  }
});

test('of a sale the artist reads whom to send the work to, a buyer only their own, and nobody else anything', async () => {
  const [artist, buyer, other] = [await makeUser(), await makeUser(), await makeUser()];
  const post = await makePost({ artistId: artist.id });
  const { orderId } = await makeHeldOrder({ post, status: 'PAID', buyerId: buyer.id, buyerName: 'Ada Byron' });
  expect(await getSale(artist, orderId)).toMatchObject({ buyer: { name: 'Ada Byron', email: 'ada@example.org' } });
  for (const viewer of [buyer, other, await makeUser({ role: 'MODERATOR' })])
    expect(await getSale(viewer, orderId)).toBeNull();
  const [purchase] = (await listPurchases(buyer, null)).rows;
  expect(purchase?.id).toBe(orderId);
  expect(JSON.stringify(purchase)).not.toContain(artist.email);
});

test('a form writes its own fields and no others', async () => {
  const user = await makeUser();
  const before = await db().user.findUniqueOrThrow({ where: { id: user.id } });
  const profile = profileFormSchema.parse({ displayName: 'Another', bio: '', version: '', ...FOREIGN });
  await updateProfile(user, { ...FOREIGN, ...profile });
  const after = await db().user.findUniqueOrThrow({ where: { id: user.id } });
  expect(after).toEqual({
    ...before,
    ...{ displayName: 'Another', bio: '' },
    profileVersion: before.profileVersion + 1,
  });
  const signUp = { username: 'mira', email: 'mira@example.org', password: 'correct horse battery' };
  expect(signUpSchema.parse({ ...signUp, ...FOREIGN })).toEqual(signUp);

  const form = { ...{ title: 'Harbour', description: '', content: '', price: '120', currency: 'EUR', tags: '' } };
  const input = postSchema.parse({ ...form, ...{ medium: '', year: '', dimensions: '', pictures: [] }, ...FOREIGN });
  expect(Object.keys(input).filter((name) => name in FOREIGN)).toEqual([]);
  const { id } = await createPost(user, input, { publish: false });
  await updatePost(user, id, input);
  expect(await db().post.findUniqueOrThrow({ where: { id } })).toMatchObject({ artistId: user.id, status: 'DRAFT' });
});
