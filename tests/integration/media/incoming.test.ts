import { createHash } from 'node:crypto';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ACCEPTED_PICTURES, MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import { env } from '#lib/env.ts';
import { removeStaleIncoming, withIncoming } from '#lib/media/incoming.ts';

const MEGABYTE = 1024 * 1024;
const folder = () => path.join(env().DATA_DIR, 'media', 'incoming');
const leftOver = () => readdir(folder());

/** A body of so many megabytes that notes how much was taken of it and whether it was let go. */
function body(megabytes: number) {
  const seen = { megabytes: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (seen.megabytes === megabytes) return controller.close();
      seen.megabytes += 1;
      controller.enqueue(new Uint8Array(MEGABYTE));
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { seen, stream };
}

test('lies on the disk, for this user alone, while it is used, and not after', async () => {
  const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(1000, 'x')]);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      // The signature comes in two pieces.
      controller.enqueue(bytes.subarray(0, 4));
      controller.enqueue(bytes.subarray(4));
      controller.close();
    },
  });
  const read = await withIncoming(stream, async ({ file, key, type }) => {
    expect(type).toBe('png');
    expect(key).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    return readFile(file);
  });
  expect(read).toEqual(bytes);
  expect(await leftOver()).toEqual([]);
});

test('goes also when what is done with it fails', async () => {
  const using = withIncoming(body(1).stream, () => Promise.reject(new Error('broken')));
  await expect(using).rejects.toThrow('broken');
  expect(await leftOver()).toEqual([]);
});

test('takes exactly the limit', async () => {
  const size = await withIncoming(body(25).stream, async ({ file }) => (await stat(file)).size);
  expect(size).toBe(MAX_PICTURE_BYTES);
});

test('stops a body that does not end', async () => {
  const { seen, stream } = body(1000);
  await expect(withIncoming(stream, async () => null)).rejects.toMatchObject({
    code: 'too-large',
    message: expect.stringContaining(ACCEPTED_PICTURES),
  });
  expect(seen.megabytes).toBeLessThan(30);
  expect(seen.cancelled).toBe(true);
  expect(await leftOver()).toEqual([]);
});

test('gives up on a body that does not come', async () => {
  const stalled = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
  await expect(withIncoming(stalled, async () => null, 20)).rejects.toMatchObject({ code: 'too-slow' });
  expect(await leftOver()).toEqual([]);
});

test('says so when the sender goes away', async () => {
  const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) });
  await expect(withIncoming(broken, async () => null)).rejects.toMatchObject({ code: 'unreadable' });
  expect(await leftOver()).toEqual([]);
});

test('what a killed process left is removed after an hour, and what is arriving is not', async () => {
  await withIncoming(body(1).stream, async ({ file }) => {
    const old = path.join(folder(), 'left-behind');
    await writeFile(old, 'half a picture');
    await utimes(old, new Date(Date.now() - 2 * 60 * 60_000), new Date(Date.now() - 2 * 60 * 60_000));
    await removeStaleIncoming();
    expect(await leftOver()).toEqual([path.basename(file)]);
  });
});
