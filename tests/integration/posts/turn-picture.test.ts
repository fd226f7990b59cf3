import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { derivativeName, originalName } from '#lib/media/picture-names.ts';
import { storage } from '#lib/media/storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { addPicture, listOwnPictures } from '#lib/posts/add-picture.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { duplicatePost } from '#lib/posts/duplicate-post.ts';
import { finishPictures } from '#lib/posts/finish-pictures.ts';
import { getOwnPost } from '#lib/posts/queries.ts';
import { turnPicture } from '#lib/posts/turn-picture.ts';
import { waitForRedis } from '#lib/redis.ts';
import { turnedAmong } from '../../../app/dashboard/works/save/turned-among.ts';
import { makePicture, makePost, makeUser, postInput } from '../../support/database/factories.ts';
import { pixelAt } from '../media/media-fixtures.ts';

vi.setConfig({ testTimeout: 60_000 });
vi.mock('#lib/media/store-picture.ts', { spy: true });
await waitForRedis();

const bytesOf = async (name: string) => {
  const file = await storage().get(name);
  return file ? Buffer.from(await new Response(file.stream).arrayBuffer()) : Buffer.alloc(0);
};
const upload = (viewer: Viewer, bytes: Buffer) => addPicture(viewer, new Blob([new Uint8Array(bytes)]).stream());

/** Red at the left, blue at the right. */
const redAndBlue = () =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: '#1414c8' } })
    .composite([
      { input: { create: { width: 200, height: 300, channels: 3, background: '#c81414' } }, left: 0, top: 0 },
    ])
    .png()
    .toBuffer();

const isRed = ([red = 0, , blue = 0]: number[]) => red > 150 && blue < 90;

test('a picture is turned clockwise by quarters, from its original, as another picture', async () => {
  const artist = await makeUser();
  const first = await upload(artist, await redAndBlue());
  await db().postImage.update({ where: { id: first.id }, data: { alt: 'Red and blue' } });
  const turned = await turnPicture(artist, first.id);
  expect(turned).toMatchObject({ width: 300, height: 400, widths: [300], alt: 'Red and blue' });
  expect(turned.key).not.toBe(first.key);
  const file = await bytesOf(derivativeName(turned.key, 300));
  // What was at the left is at the top.
  expect([isRed(await pixelAt(file, 150, 20)), isRed(await pixelAt(file, 150, 380))]).toEqual([true, false]);
  expect((await bytesOf(originalName(turned.key))).equals(await bytesOf(originalName(first.key)))).toBe(true);
  const twice = await turnPicture(artist, turned.id);
  const upsideDown = await bytesOf(derivativeName(twice.key, 400));
  expect([isRed(await pixelAt(upsideDown, 20, 150)), isRed(await pixelAt(upsideDown, 380, 150))]).toEqual([
    false,
    true,
  ]);
  const around = await turnPicture(artist, (await turnPicture(artist, twice.id)).id);
  expect(around).toMatchObject({ key: first.key, width: 400, height: 300 });
});

test('the worker’s AVIF of a turned picture is turned as well', async () => {
  await db().postImage.deleteMany();
  await db().pictureJob.deleteMany();
  const artist = await makeUser();
  const { id } = await upload(artist, await redAndBlue());
  const turned = await turnPicture(artist, id);
  await finishPictures({ stop: new AbortController().signal });
  expect(await db().postImage.findUniqueOrThrow({ where: { id: turned.id } })).toMatchObject({
    avif: true,
    width: 300,
  });
  const file = await bytesOf(derivativeName(turned.key, 300, 'avif'));
  expect((await sharp(file).metadata()).height).toBe(400);
  expect(isRed(await pixelAt(file, 150, 20))).toBe(true);
});

test('only its owner turns a picture, and only one that has its original', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  const { id } = await upload(artist, await redAndBlue());
  await expect(turnPicture(other, id)).rejects.toMatchObject({ code: 'not-found' });
  const without = await makePicture(artist.id);
  await expect(turnPicture(artist, without.id)).rejects.toMatchObject({ code: 'not-found' });
});

test('in a form it takes the place of the one that was turned, with what was typed; what cannot be turned stays', async () => {
  const artist = await makeUser();
  const { id } = await upload(artist, await redAndBlue());
  const without = await makePicture(artist.id);
  const listed = await listOwnPictures(artist, [without.id, { id, alt: 'Typed' }]);
  const done = await turnedAmong(artist, listed, `turn:${id}`);
  expect(done).toMatchObject({ pictures: [listed[0], { width: 300, height: 400, alt: 'Typed' }] });
  expect(done.problem).toBeUndefined();
  expect(await turnedAmong(artist, listed, `turn:${without.id}`)).toEqual({
    ...{ pictures: listed, problem: 'There is nothing here, or it is not yours.' },
  });
  vi.mocked(storePicture).mockRejectedValueOnce(new PictureError('too-busy'));
  expect(await turnedAmong(artist, listed, `turn:${id}`)).toMatchObject({
    ...{ pictures: listed, problem: expect.stringMatching(/^Too many pictures are being uploaded/) },
  });
  expect(await turnedAmong(artist, listed, 'save')).toEqual({ pictures: listed });
});

test('a duplicate is a draft with everything but the pictures, made once for each form', async () => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id, status: 'SOLD', content: 'Its story', tags: ['sea'], year: 2020 });
  const key = 'b3c1f4de-6f0f-4f3e-9b59-0f5f5b8f5a11';
  const first = await duplicatePost(artist, post.id, key);
  expect(await duplicatePost(artist, post.id, key)).toEqual(first);
  expect(await getOwnPost(artist, first.slug)).toMatchObject({
    ...{
      title: `${post.title} (copy)`,
      content: 'Its story',
      tags: ['sea'],
      year: 2020,
      status: 'DRAFT',
      pictures: [],
    },
    price: { amount: 12_000, currency: 'EUR' },
  });
  await expect(duplicatePost(await makeUser(), post.id, key)).rejects.toMatchObject({ code: 'not-found' });
  const long = await createPost(artist, postInput({ title: 'x'.repeat(120) }), { publish: false });
  const copy = await duplicatePost(artist, (await duplicatePost(artist, long.id)).id);
  expect((await getOwnPost(artist, copy.slug))?.title).toBe(`${'x'.repeat(113)} (copy)`);
});
