import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { finishPicture } from '#lib/media/finish-picture.ts';
import { openPictureFile, pictureHeaders } from '#lib/media/picture-file.ts';
import { derivativeName, originalName, recordName } from '#lib/media/picture-names.ts';
import { removePicture } from '#lib/media/remove-picture.ts';
import { storageFor } from '#lib/media/storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { filesBelow, plain, storedBytes, test } from './media-fixtures.ts';

const KEY = 'ab'.repeat(32);
const hostile = [
  '',
  '..',
  '../secret',
  `../originals/ab/${KEY}`,
  `${KEY}/../../secret`,
  `${KEY}-320.webp/..`,
  `${KEY}-320.webp\0`,
  `${KEY}-320.webp\n`,
  `${KEY}-.webp`,
  `${KEY}-0320.webp`,
  `${KEY}-99999.webp`,
  `${KEY}-320.png`,
  `${KEY}-320.avif.webp`,
  `${KEY}-320.avifs`,
  `${KEY.toUpperCase()}-320.webp`,
  `%2e%2e%2f${KEY}`,
  '/etc/passwd',
  'constructor',
];

describe('local storage', () => {
  test('keeps public and private files apart; private ones are for this user alone', async ({ store, folder }) => {
    await store.put(derivativeName(KEY, 320), Buffer.from('public'));
    await store.put(originalName(KEY), Buffer.from('private'));
    await store.put(derivativeName(KEY, 320, 'avif'), Buffer.from('public'));
    await store.put(recordName(KEY), Buffer.from('{}'));
    expect(await filesBelow(folder)).toEqual([
      `originals/ab/${KEY}`,
      `originals/ab/${KEY}.json`,
      `public/ab/${KEY}-320.avif`,
      `public/ab/${KEY}-320.webp`,
    ]);
    const modeOf = async (file: string) => (await stat(path.join(folder, file))).mode & 0o777;
    expect(await modeOf(`originals/ab/${KEY}`)).toBe(0o600);
    expect(await modeOf(`originals/ab/${KEY}.json`)).toBe(0o600);
  });

  test('gives back what was put, also across several chunks', async ({ store }) => {
    const bytes = Buffer.alloc(200_000, 'picture');
    await store.put(originalName(KEY), bytes);
    expect(await store.has(originalName(KEY))).toBe(true);
    expect((await store.get(originalName(KEY)))?.size).toBe(200_000);
    expect(await storedBytes(store, originalName(KEY))).toEqual(bytes);
  });

  test('a stream may be left in the middle', async ({ store }) => {
    await store.put(originalName(KEY), Buffer.alloc(200_000));
    const reader = (await store.get(originalName(KEY)))?.stream.getReader();
    await reader?.read();
    await reader?.cancel();
    await store.remove(originalName(KEY));
    expect(await store.get(originalName(KEY))).toBeNull();
    expect(await store.has(originalName(KEY))).toBe(false);
    await store.remove(originalName(KEY));
  });

  test('takes a file as it lies, and leaves it there', async ({ store, folder }) => {
    const file = path.join(folder, 'arrived');
    await writeFile(file, Buffer.alloc(200_000, 'picture'));
    await store.putFile(originalName(KEY), file);
    expect(await storedBytes(store, originalName(KEY))).toEqual(Buffer.alloc(200_000, 'picture'));
    expect((await stat(path.join(folder, 'originals/ab', KEY))).mode & 0o777).toBe(0o600);
    expect(await filesBelow(folder)).toEqual(['arrived', `originals/ab/${KEY}`]);
  });

  test('a write that fails leaves nothing behind', async ({ store, folder }) => {
    await mkdir(path.join(folder, 'originals/ab', KEY), { recursive: true });
    await expect(store.put(originalName(KEY), Buffer.from('x'))).rejects.toThrow();
    expect(await filesBelow(folder)).toEqual([]);
  });

  test.for(hostile)('the name %j is refused', async (name, { store, folder }) => {
    await writeFile(path.join(folder, 'secret'), 'secret');
    await expect(async () => store.get(name)).rejects.toThrow(RangeError);
    await expect(async () => store.has(name)).rejects.toThrow(RangeError);
    await expect(async () => store.put(name, Buffer.from('x'))).rejects.toThrow(RangeError);
    await expect(async () => store.remove(name)).rejects.toThrow(RangeError);
    expect(await openPictureFile(name, store)).toBeNull();
    expect(await filesBelow(folder)).toEqual(['secret']);
  });
});

describe('openPictureFile', () => {
  test('gives a derivative with what its answer needs', async ({ store }) => {
    const { key } = await storePicture(await plain(400, 300).png().toBuffer(), { store });
    const file = await openPictureFile(derivativeName(key, 320), store);
    if (!file) throw new Error('no file');
    const { stream, ...facts } = file;
    const body = Buffer.from(await new Response(stream).arrayBuffer());
    expect(facts).toEqual({ size: body.length, type: 'image/webp', etag: `"${key}-320.webp"` });
    expect(pictureHeaders(facts)).toMatchObject({
      'Content-Type': 'image/webp',
      'Content-Length': String(body.length),
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    });
  });

  test('never reaches the original, the record or a width that is not there', async ({ store }) => {
    const { key } = await storePicture(await plain(400, 300).png().toBuffer(), { store });
    for (const name of [
      originalName(key),
      recordName(key),
      derivativeName(key, 640),
      derivativeName(key, 320, 'avif'),
      `${key}.webp`,
    ]) {
      expect(await openPictureFile(name, store)).toBeNull();
    }
  });
});

describe('removePicture', () => {
  test('removes every file of this picture and of no other', async ({ store, folder }) => {
    const kept = await storePicture(await plain(10, 10).png().toBuffer(), { store });
    const before = await filesBelow(folder);
    const { key } = await storePicture(await plain(1_000, 10).png().toBuffer(), { store });
    await removePicture(key, store);
    expect(await filesBelow(folder)).toEqual(before);
    expect(before.every((file) => file.includes(kept.key))).toBe(true);
  });

  test('removes the AVIF files too', async ({ store, folder }) => {
    const { key } = await storePicture(await plain(400, 10).png().toBuffer(), { store });
    await finishPicture(key, { store });
    expect((await filesBelow(folder)).filter((file) => file.endsWith('.avif'))).toHaveLength(2);
    await removePicture(key, store);
    expect(await filesBelow(folder)).toEqual([]);
  });

  test('is fine with a picture that is not there', async ({ store }) => {
    await removePicture(KEY, store);
  });
});

test('S3_BUCKET is refused in one sentence rather than passed over', () => {
  expect(() => storageFor({ DATA_DIR: '.data', S3_BUCKET: 'works' })).toThrow(/^S3_BUCKET [^.]+\.$/);
});
