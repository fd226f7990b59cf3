import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { PostFormState } from '#lib/domain/posts/post-form.ts';
import { POST_LIMITS, SHOWN_IN_POST_FORM } from '#lib/domain/posts/post-limits.ts';
import { typedLength } from '#lib/domain/typed-length.ts';
import { deleteOldForms, findForm, saveForm } from '#lib/posts/saved-forms.ts';
import { makePicture, makeUser } from '../../support/database/factories.ts';

const NEW = { postId: null };

const stateOf = (changes: Partial<PostFormState> = {}): PostFormState => ({
  ...{ values: { title: 'Fog' }, fieldErrors: { price: 'Enter the price.' }, pictures: [] },
  ...{ postId: null, version: null, key: randomUUID(), ...changes },
});

async function pictureOf(ownerId: string) {
  const { id } = await makePicture(ownerId);
  const { key, width, height, widths, avif, placeholder } = await db().postImage.findUniqueOrThrow({ where: { id } });
  return { id, key, width, height, widths, avif, placeholder, alt: 'Typed' };
}

test('a form comes back to its owner as it was, and to nobody else', async () => {
  const [artist, other] = [await makeUser(), await makeUser({ role: 'ADMIN' })];
  const state = stateOf({ pictures: [await pictureOf(artist.id)] });
  const id = await saveForm(artist, NEW, state);
  expect(await findForm(artist, NEW, id)).toEqual(state);
  expect(await findForm(other, NEW, id)).toBeNull();
  expect(await findForm(artist, { postId: randomUUID() }, id)).toBeNull();
  expect(await findForm(artist, NEW, randomUUID())).toBeNull();
});

test('a picture of somebody else does not come back', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  const id = await saveForm(artist, NEW, stateOf({ pictures: [await pictureOf(other.id)] }));
  expect((await findForm(artist, NEW, id))?.pictures).toEqual([]);
});

test('the last ten forms of an account are kept, for a day', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  const ids: string[] = [];
  for (let count = 0; count < 12; count++) ids.push(await saveForm(artist, NEW, stateOf()));
  const others = await saveForm(other, NEW, stateOf());
  const kept = await db().savedForm.findMany({ where: { ownerId: artist.id }, select: { id: true } });
  expect(kept.map(({ id }) => id).sort()).toEqual(ids.slice(2).sort());
  const old = ids.at(-1) ?? '';
  await db().savedForm.update({ where: { id: old }, data: { createdAt: new Date(Date.now() - 86_500_000) } });
  await deleteOldForms();
  expect(await findForm(artist, NEW, old)).toBeNull();
  expect(await findForm(artist, NEW, ids.at(-2) ?? '')).not.toBeNull();
  expect(await findForm(other, NEW, others)).not.toBeNull();
});

test.for(['"', '月', '\u{1f600}', '\n'])(
  'the longest form that people can type, all of %j, can be kept',
  async (character) => {
    const artist = await makeUser();
    const fill = (limit: number) => character.repeat(typedLength(limit) / character.length);
    const values = Object.fromEntries(Object.entries(SHOWN_IN_POST_FORM).map(([name, limit]) => [name, fill(limit)]));
    const pictures = await Promise.all(Array.from({ length: 8 }, () => pictureOf(artist.id)));
    for (const picture of pictures) picture.alt = fill(POST_LIMITS.alt);
    const stored = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.slice(0, 10_000)]));
    const state = stateOf({ values, pictures, stored });
    expect(await findForm(artist, NEW, await saveForm(artist, NEW, state))).toEqual(state);
  },
);

test('the database refuses a larger one', async () => {
  const artist = await makeUser();
  await expect(saveForm(artist, NEW, stateOf({ values: { title: 'x'.repeat(262_144) } }))).rejects.toThrow();
});
