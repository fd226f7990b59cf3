import { expect, test } from 'vitest';
import { ACCEPTED_PICTURES, MAX_PICTURE_BYTES } from '#lib/domain/picture.ts';
import { readUpload } from '#lib/media/read-upload.ts';

const MEGABYTE = 1024 * 1024;

function upload(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
  return new Request('http://localhost/upload', init);
}

/** A body without end, that notes how much was taken of it and whether it was let go. */
function endlessBody() {
  const seen = { megabytes: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      seen.megabytes += 1;
      controller.enqueue(new Uint8Array(MEGABYTE));
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { seen, stream };
}

test('gives the bytes as they were sent', async () => {
  expect(await readUpload(upload(new Uint8Array([1, 2, 3])))).toEqual(Buffer.from([1, 2, 3]));
  expect(await readUpload(upload(null))).toEqual(Buffer.alloc(0));
});

test('takes exactly the limit', async () => {
  expect((await readUpload(upload(new Uint8Array(MAX_PICTURE_BYTES)))).byteLength).toBe(MAX_PICTURE_BYTES);
});

test('refuses by Content-Length before it reads', async () => {
  const { seen, stream } = endlessBody();
  const request = upload(stream, { 'content-length': String(MAX_PICTURE_BYTES + 1) });
  await expect(readUpload(request)).rejects.toMatchObject({
    code: 'too-large',
    message: expect.stringContaining(ACCEPTED_PICTURES),
  });
  expect(seen.megabytes).toBeLessThanOrEqual(1);
});

test('stops a body that is longer than it said', async () => {
  const { seen, stream } = endlessBody();
  const request = upload(stream, { 'content-length': '10' });
  await expect(readUpload(request)).rejects.toMatchObject({ code: 'too-large' });
  expect(seen.megabytes).toBeLessThan(30);
  expect(seen.cancelled).toBe(true);
});

test('gives up on a body that does not come', async () => {
  const stalled = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
  await expect(readUpload(upload(stalled), 20)).rejects.toMatchObject({ code: 'too-slow' });
});

test('says so when the sender goes away', async () => {
  const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) });
  await expect(readUpload(upload(broken))).rejects.toMatchObject({ code: 'unreadable' });
});
