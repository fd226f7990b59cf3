import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { creationKeyOf } from '#lib/schemas/form-key.ts';
import { makePicture, makeUser, postInput } from '../../support/database/factories.ts';

const countOf = (artistId: string) => db().post.count({ where: { artistId } });

test('a form that is sent ten times at once creates one work, and all get the same answer', async () => {
  const artist = await makeUser();
  const pictures = [{ ...(await makePicture(artist.id)), alt: '' }];
  const input = postInput({ pictures });
  const creationKey = creationKeyOf(randomUUID(), input);
  const created = await Promise.all(
    Array.from({ length: 10 }, () => createPost(artist, input, { publish: true, creationKey })),
  );
  expect(new Set(created.map(({ id }) => id)).size).toBe(1);
  expect(await createPost(artist, input, { publish: true, creationKey })).toEqual(created[0]);
  expect(await countOf(artist.id)).toBe(1);
});

test('“Save as draft” and then “Publish” of one form publish the draft', async () => {
  const artist = await makeUser();
  const input = postInput({ pictures: [{ ...(await makePicture(artist.id)), alt: '' }] });
  const creationKey = creationKeyOf(randomUUID(), input);
  const draft = await createPost(artist, input, { publish: false, creationKey });
  expect(await createPost(artist, input, { publish: true, creationKey })).toEqual(draft);
  expect(await db().post.findUnique({ where: { id: draft.id } })).toMatchObject({ status: 'LISTED' });
});

test('another content, another form and no key are other works, and so is the same key of another artist', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  const key = randomUUID();
  const create = (formKey: string | undefined, title: string, by = artist) => {
    const input = postInput({ title });
    return createPost(by, input, { publish: false, creationKey: creationKeyOf(formKey, input) });
  };
  const created = [
    ...[await create(key, 'One'), await create(key, 'Two'), await create(randomUUID(), 'One')],
    ...[await create(undefined, 'One'), await create(undefined, 'One'), await create(key, 'One', other)],
  ];
  expect(new Set(created.map(({ id }) => id)).size).toBe(6);
});
