import { crc32, deflateSync } from 'node:zlib';
import type { JpegOptions } from 'sharp';
import { describe, expect, vi } from 'vitest';
import { ACCEPTED_PICTURES, MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import { PictureError, type PictureErrorCode } from '#lib/media/picture-error.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { UPLOAD_LIMITS } from '#lib/media/upload-queue.ts';
import { filesBelow, noise, plain, test } from './media-fixtures.ts';

const expectNoProcess = () => expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));

const refused: [name: string, code: PictureErrorCode, make: () => Promise<Buffer>][] = [
  ['an empty file', 'not-a-picture', async () => Buffer.alloc(0)],
  ['an SVG, whatever its name', 'not-a-picture', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a GIF', 'not-a-picture', () => plain(10, 10).gif().toBuffer()],
  ['a TIFF', 'not-a-picture', () => plain(10, 10).tiff().toBuffer()],
  ['a HEIC', 'not-a-picture', async () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
  ['more than 25 MB', 'too-large', async () => Buffer.alloc(MAX_PICTURE_BYTES + 1)],
  ['half a JPEG', 'unreadable', async () => half(await noise(600, 400).jpeg().toBuffer())],
  [
    'half a progressive JPEG',
    'unreadable',
    async () => half(await noise(600, 400).jpeg({ progressive: true }).toBuffer()),
  ],
  ['half a PNG', 'unreadable', async () => half(await noise(600, 400).png().toBuffer())],
  ['half a WebP', 'unreadable', async () => half(await noise(600, 400).webp().toBuffer())],
  ['half an AVIF', 'unreadable', async () => half(await noise(600, 400).avif({ effort: 0 }).toBuffer())],
  ['an SVG after a PNG signature', 'unreadable', async () => Buffer.from('\x89PNG\r\n\x1a\n<svg/>', 'latin1')],
  ['only a JPEG signature', 'unreadable', async () => Buffer.from('\xff\xd8\xff\xe0', 'latin1')],
  ['41 megapixels', 'too-many-pixels', () => plain(8_200, 5_000).jpeg().toBuffer()],
  ['a strip that is too long for WebP', 'too-many-pixels', () => plain(1, 20_000).png().toBuffer()],
];

test.for(refused)('%s is refused: %s', async ([, code, make], { store, folder }) => {
  const error = await storePicture(await make(), { store }).catch((reason) => reason);
  expect(error).toBeInstanceOf(PictureError);
  expect(error).toMatchObject({ code, message: expect.stringContaining(ACCEPTED_PICTURES) });
  expect(await filesBelow(folder)).toEqual([]);
  expectNoProcess();
});

/** The JPEG, with another height in its header. */
function claiming(jpeg: Buffer, height: number): Buffer {
  const frame = jpeg.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc2].includes(jpeg[at + 1] ?? 0));
  const bytes = Buffer.from(jpeg);
  bytes.writeUInt16BE(height, frame + 5);
  return bytes;
}

const jpegs: [name: string, options: JpegOptions][] = [
  ['baseline', {}],
  ['full colour resolution', { chromaSubsampling: '4:4:4' }],
  ['progressive', { progressive: true }],
];

describe.each(jpegs)('a JPEG: %s', (_name, options) => {
  const make = () => noise(600, 400).jpeg(options).toBuffer();

  test('without its end marker, or with half of it, is taken', async ({ store }) => {
    const bytes = await make();
    for (const missing of [1, 2]) {
      const stored = await storePicture(bytes.subarray(0, -missing), { store });
      expect(stored).toMatchObject({ width: 600, height: 400 });
    }
  });

  test('that claims more than it holds is refused as incomplete', async ({ store, folder }) => {
    for (const height of [420, 3_000]) {
      const refused = storePicture(claiming(await make(), height), { store });
      await expect(refused).rejects.toMatchObject({ code: 'unreadable', canRetry: false });
    }
    expect(await filesBelow(folder)).toEqual([]);
  });

  test('with bytes after its end, as some cameras write, is taken', async ({ store }) => {
    const bytes = Buffer.concat([await make(), Buffer.alloc(100)]);
    expect(await storePicture(bytes, { store })).toMatchObject({ width: 600 });
  });
});

test('a JPEG that lacks its last few pixels is taken, one that lacks a twentieth is not', async ({ store }) => {
  const bytes = await noise(600, 400).jpeg().toBuffer();
  const without = (share: number) => bytes.subarray(0, Math.round(bytes.length * (1 - share)));
  expect(await storePicture(without(0.003), { store })).toMatchObject({ width: 600 });
  await expect(storePicture(without(0.05), { store })).rejects.toMatchObject({ code: 'unreadable' });
});

test('a grey border at the bottom of a JPEG is not taken for missing pixels', async ({ store }) => {
  const bordered = noise(600, 400).extend({ bottom: 200, background: '#808080' });
  expect(await storePicture((await bordered.jpeg().toBuffer()).subarray(0, -2), { store })).toMatchObject({
    height: 600,
  });
});

const named: [format: string, head: string][] = [
  ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  ['HEIC', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic'],
  ['HEIC', '\0\0\0\x18ftyphevc\0\0\0\0msf1hevc'],
  ['TIFF', 'II*\0\x08\0\0\0'],
  ['GIF', 'GIF89a'],
  ['SVG', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['PDF', '%PDF-1.7'],
  ['JPEG XL', '\xff\x0a\0\0'],
];

test.for(named)('a file of another format is called by its name: %s', async ([format, head], { store }) => {
  const error = await storePicture(Buffer.from(head, 'latin1'), { store }).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'not-a-picture', canRetry: false, message: expect.stringContaining(format) });
  if (format === 'HEIC') expect(error.message).toMatch(/save it as JPEG/);
});

test('a small PNG that expands to 16,000 × 16,000 pixels is refused by its header', async ({ store }) => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(16_000, 0);
  header.writeUInt32BE(16_000, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const pixels = deflateSync(Buffer.alloc(16_000 * 2_001), { level: 9 });
  const bomb = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  expect(bomb.length).toBeLessThan(40_000);
  const limits = { timeoutMs: 5_000 };
  await expect(storePicture(bomb, { store, limits })).rejects.toMatchObject({ code: 'too-many-pixels' });
});

test('decoding is killed when it takes too long', async ({ store, folder }) => {
  const bytes = await noise(2_000, 2_000).jpeg().toBuffer();
  const limits = { timeoutMs: 60 };
  await expect(storePicture(bytes, { store, limits })).rejects.toMatchObject({ code: 'too-slow' });
  expect(await filesBelow(folder)).toEqual([]);
  expectNoProcess();
});

test('decoding is killed when it uses too much memory', async ({ store, folder }) => {
  const bytes = await noise(2_000, 2_000).jpeg().toBuffer();
  const limits = { maxMemory: 32 * 1024 * 1024 };
  await expect(storePicture(bytes, { store, limits })).rejects.toMatchObject({ code: 'too-many-pixels' });
  expect(await filesBelow(folder)).toEqual([]);
  expectNoProcess();
});

test('one artist can have more than two hundred uploads at once, up to a limit, and failed ones free their places', async ({
  store,
}) => {
  const ends: (() => void)[] = [];
  const arriving = () =>
    new ReadableStream<Uint8Array>({ start: (controller) => void ends.push(() => controller.close()) });
  const outcomes = Array.from({ length: UPLOAD_LIMITS.perOwner }, () =>
    storePicture(arriving(), { store, owner: 'ann' }),
  );
  await expect(storePicture(arriving(), { store, owner: 'ann' })).rejects.toMatchObject({ code: 'too-busy' });
  const bytes = await plain(10, 10).png().toBuffer();
  expect(await storePicture(bytes, { store, owner: 'bob' })).toMatchObject({ width: 10 });
  for (const end of ends) end();
  const settled = await Promise.allSettled(outcomes);
  expect(settled.every(({ status }) => status === 'rejected')).toBe(true);
  expect(await storePicture(bytes, { store, owner: 'ann' })).toMatchObject({ width: 10 });
});

test('a decoder that cannot start is a server error, not an error of the upload', async ({ store }) => {
  const bytes = await plain(10, 10).png().toBuffer();
  const missingFolder = vi.spyOn(process, 'cwd').mockReturnValue('/nowhere');
  const error = await storePicture(bytes, { store }).catch((reason) => reason);
  missingFolder.mockRestore();
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(PictureError);
});
