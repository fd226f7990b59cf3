import { createHash } from 'node:crypto';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ACCEPTED_PICTURES, MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import { env } from '#lib/env.ts';
import { removeStaleIncoming, requireRoom, withIncoming } from '#lib/media/incoming.ts';

const MEGABYTE = 1024 * 1024;
const folder = () => path.join(env().DATA_DIR, 'media', 'incoming');
const incomingFiles = () => readdir(folder());

/** A body of the given size that records how much of it was read and whether it was cancelled. */
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

test('stores the upload on disk, readable only by this user, and removes it after use', async () => {
  const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(1000, 'x')]);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      // The signature is split across two chunks.
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
  expect((await stat(folder())).mode & 0o777).toBe(0o700);
  // The public pictures are beside it, and nginx has another user.
  expect((await stat(path.dirname(folder()))).mode & 0o005).toBe(0o005);
  expect(await incomingFiles()).toEqual([]);
});

test('removes the upload when its use fails', async () => {
  const using = withIncoming(body(1).stream, () => Promise.reject(new Error('broken')));
  await expect(using).rejects.toThrow('broken');
  expect(await incomingFiles()).toEqual([]);
});

test('accepts an upload of exactly the limit', async () => {
  const size = await withIncoming(body(25).stream, async ({ file }) => (await stat(file)).size);
  expect(size).toBe(MAX_PICTURE_BYTES);
});

test('refuses a body above the limit without reading it to the end', async () => {
  const { seen, stream } = body(1000);
  await expect(withIncoming(stream, async () => null)).rejects.toMatchObject({
    code: 'too-large',
    message: expect.stringContaining(ACCEPTED_PICTURES),
  });
  expect(seen.megabytes).toBeLessThan(30);
  expect(seen.cancelled).toBe(true);
  expect(await incomingFiles()).toEqual([]);
});

test('times out on a stalled body', async () => {
  const stalled = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
  await expect(withIncoming(stalled, async () => null, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'too-slow' });
  expect(await incomingFiles()).toEqual([]);
});

test('cuts off a body that comes too slowly, but not one that pauses for a while', async () => {
  let trickle: NodeJS.Timeout | undefined;
  const slow = new ReadableStream<Uint8Array>({
    start(controller) {
      trickle = setInterval(() => controller.enqueue(new Uint8Array(1)), 20);
    },
    cancel: () => clearInterval(trickle),
  });
  const limits = { graceMs: 500, bytesPerSecond: 1_000 };
  await expect(withIncoming(slow, async () => null, limits)).rejects.toMatchObject({ code: 'too-slow' });
  expect(await incomingFiles()).toEqual([]);

  const pausing = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(100_000));
      setTimeout(() => controller.close(), 1_500);
    },
  });
  await expect(withIncoming(pausing, async ({ bytes }) => bytes, limits)).resolves.toBe(100_000);
});

test('a picture is refused while the disk is nearly full', async () => {
  await expect(requireRoom()).resolves.toBeUndefined();
  await expect(requireRoom(Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({ code: 'no-room', canRetry: true });
});

test('reports an upload that the sender aborted', async () => {
  const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) });
  await expect(withIncoming(broken, async () => null)).rejects.toMatchObject({ code: 'unreadable' });
  expect(await incomingFiles()).toEqual([]);
});

test('removes files older than an hour that a killed process left, but not a current upload', async () => {
  await withIncoming(body(1).stream, async ({ file }) => {
    const old = path.join(folder(), 'left-behind');
    await writeFile(old, 'half a picture');
    await utimes(old, new Date(Date.now() - 2 * 60 * 60_000), new Date(Date.now() - 2 * 60 * 60_000));
    await removeStaleIncoming();
    expect(await incomingFiles()).toEqual([path.basename(file)]);
  });
});
