import sharp from 'sharp';
import { expect, test } from 'vitest';
import { logoSize } from '#lib/domain/settings/logo.ts';
import { makeLogo } from '#lib/media/make-logo.ts';

/** A drawing of one colour on a transparent ground. */
const drawing = (color: string) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="160"><rect x="40" y="40" width="520" height="80" fill="${color}"/></svg>`,
    ),
  )
    .png()
    .toBuffer();

const make = (bytes: Uint8Array<ArrayBuffer>) => makeLogo(new Blob([bytes]).stream(), 'owner');
const bytesOf = async (picture: Promise<Buffer> | Buffer) => new Uint8Array(await picture);

/** The colour of the first pixel, as red, green, blue and alpha. */
async function cornerOf(file: Uint8Array) {
  return [...(await sharp(file).ensureAlpha().extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer())];
}

test('a logo that is seen in both themes stays transparent; icons are squares', async () => {
  const { key, width, height, files } = await make(await bytesOf(drawing('#2f8fc4')));
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(logoSize({ width, height })).toEqual({ width: 150, height: 40 });
  expect((await cornerOf(files['header.webp']))[3]).toBe(0);
  for (const size of [48, 180, 192, 512] as const) {
    const { width: side, height: other } = await sharp(files[`icon-${size}.png`]).metadata();
    expect([side, other]).toEqual([size, size]);
  }
});

test.for([
  ['#000000', [255, 255, 255]],
  ['#ffffff', [27, 26, 24]],
] as const)('one that is all %s gets a ground of %j, in the touch icon too', async ([color, ground]) => {
  const { files } = await make(await bytesOf(drawing(color)));
  const [red = 0, green = 0, blue = 0, alpha] = await cornerOf(files['header.webp']);
  expect(alpha).toBe(255);
  // WebP is lossy.
  for (const [index, value] of [red, green, blue].entries())
    expect(Math.abs(value - (ground[index] ?? 0))).toBeLessThan(4);
  const { isOpaque } = await sharp(files['icon-180.png']).stats();
  expect(isOpaque).toBe(true);
});

test('what is no picture of an accepted kind is refused in a sentence', async () => {
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  await expect(make(svg)).rejects.toThrow(/This is a SVG file/);
  const png = await bytesOf(drawing('#000'));
  await expect(make(png.slice(0, 200))).rejects.toThrow(/damaged/);
  await expect(make(new Uint8Array([...png, ...new Uint8Array(5 * 1024 * 1024)]))).rejects.toThrow(/too large/);
  const jpeg = await bytesOf(sharp(png).flatten({ background: '#fff' }).jpeg().toBuffer());
  await expect(make(jpeg.slice(0, 700))).rejects.toThrow(/damaged/);
  const bomb = await bytesOf(
    sharp({ create: { width: 9_000, height: 5_000, channels: 3, background: '#000' } })
      .png()
      .toBuffer(),
  );
  await expect(make(bomb)).rejects.toThrow(/too many pixels/);
});
