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
  test('keeps public and private files apart, and private files readable only by this user', async ({
    store,
    folder,
  }) => {
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

  test('returns a stored file unchanged, also in several chunks', async ({ store }) => {
    const bytes = Buffer.alloc(200_000, 'picture');
    await store.put(originalName(KEY), bytes);
    expect(await store.has(originalName(KEY))).toBe(true);
    expect((await store.get(originalName(KEY)))?.size).toBe(200_000);
    expect(await storedBytes(store, originalName(KEY))).toEqual(bytes);
  });

  test('a stream can be cancelled in the middle', async ({ store }) => {
    await store.put(originalName(KEY), Buffer.alloc(200_000));
    const reader = (await store.get(originalName(KEY)))?.stream.getReader();
    await reader?.read();
    await reader?.cancel();
    await store.remove(originalName(KEY));
    expect(await store.get(originalName(KEY))).toBeNull();
    expect(await store.has(originalName(KEY))).toBe(false);
    await store.remove(originalName(KEY));
  });

  test('stores a copy of a file', async ({ store, folder }) => {
    const file = path.join(folder, 'arrived');
    await writeFile(file, Buffer.alloc(200_000, 'picture'));
    await store.putFile(originalName(KEY), file);
    expect(await storedBytes(store, originalName(KEY))).toEqual(Buffer.alloc(200_000, 'picture'));
    expect((await stat(path.join(folder, 'originals/ab', KEY))).mode & 0o777).toBe(0o600);
    expect(await filesBelow(folder)).toEqual(['arrived', `originals/ab/${KEY}`]);
  });

  test('a failed write leaves no file', async ({ store, folder }) => {
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
  test('returns a derivative with its response headers', async ({ store }) => {
    const { key } = await storePicture(await plain(400, 300).png().toBuffer(), { store });
    const file = await openPictureFile(derivativeName(key, 320), store);
    if (!file) throw new Error('no file');
    const { stream, ...properties } = file;
    const body = Buffer.from(await new Response(stream).arrayBuffer());
    expect(properties).toEqual({ size: body.length, type: 'image/webp', etag: `"${key}-320.webp"` });
    expect(pictureHeaders(properties)).toMatchObject({
      'Content-Type': 'image/webp',
      'Content-Length': String(body.length),
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    });
  });

  test('does not return the original, the record or a missing width', async ({ store }) => {
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
  test('removes all files of this picture and no others', async ({ store, folder }) => {
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

  test('accepts a picture that does not exist', async ({ store }) => {
    await removePicture(KEY, store);
  });
});

test('S3_BUCKET is refused with one sentence instead of being ignored', () => {
  expect(() => storageFor({ DATA_DIR: '.data', S3_BUCKET: 'works' })).toThrow(/^S3_BUCKET [^.]+\.$/);
});
