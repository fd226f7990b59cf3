import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colorOfCicp } from '#lib/domain/pictures/cicp.ts';
import { groundOf } from '#lib/domain/pictures/ground.ts';
import { apply, BT2020_PRIMARIES, isRgbSpace, rgbMatrix, SRGB_PRIMARIES } from '#lib/domain/pictures/rgb-space.ts';
import { toneMap } from '#lib/domain/pictures/tone-map.ts';
import { sequenceHeaderColor } from '#lib/media/color/av1-sequence-header.ts';
import { avifColor } from '#lib/media/color/avif-color.ts';
import { greyProfileColor } from '#lib/media/color/grey-profile.ts';
import { pngColor } from '#lib/media/color/png-color.ts';
import { withJpegEnd } from '#lib/media/jpeg-end.ts';

describe('primaries', () => {
  test('from BT.2020 to BT.709 as in ITU-R BT.2087', () => {
    const expected = [
      [1.6605, -0.5876, -0.0728],
      [-0.1246, 1.1329, -0.0083],
      [-0.0182, -0.1006, 1.1187],
    ];
    for (const [row, values] of rgbMatrix(BT2020_PRIMARIES, SRGB_PRIMARIES).entries()) {
      for (const [column, value] of values.entries()) expect(value).toBeCloseTo(expected[row]?.[column] ?? 0, 3);
    }
  });

  test('white stays white, whatever the white of the source', () => {
    for (const primaries of [1, 4, 5, 6, 8, 9, 10, 11, 12, 22]) {
      const color = colorOfCicp({ primaries, transfer: 13 }, 'sRGB');
      if (!color) throw new Error(`no primaries ${primaries}`);
      const white = apply(rgbMatrix(color.primaries, SRGB_PRIMARIES), [1, 1, 1]);
      for (const value of white) expect(value).toBeCloseTo(1, 3);
    }
  });

  test('that are no triangle are recognized', () => {
    expect(isRgbSpace(SRGB_PRIMARIES)).toBe(true);
    expect(isRgbSpace({ ...SRGB_PRIMARIES, green: SRGB_PRIMARIES.red })).toBe(false);
    expect(isRgbSpace({ ...SRGB_PRIMARIES, white: [0, 0] })).toBe(false);
    expect(isRgbSpace({ ...SRGB_PRIMARIES, red: [42, 0.3] })).toBe(false);
  });
});

describe('transfer functions', () => {
  test('go from black to white without a step back', () => {
    for (const transfer of [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]) {
      const color = colorOfCicp({ primaries: 1, transfer }, 'BT.1886');
      if (!color) throw new Error(`no transfer function ${transfer}`);
      const light = Array.from({ length: 256 }, (_, value) => color.toLight(value / 255));
      expect(light[0], `${transfer}`).toBeCloseTo(0, 5);
      expect(light[255], `${transfer}`).toBeGreaterThan(0.99);
      for (let value = 1; value < 256; value++) expect(light[value]).toBeGreaterThanOrEqual(light[value - 1] ?? 0);
    }
  });

  test('PQ gives the white of paper at 203 of 10,000 candela per square metre', () => {
    expect(colorOfCicp({ primaries: 9, transfer: 16 }, 'sRGB')?.toLight(0.5807)).toBeCloseTo(1, 2);
  });

  test('reserved code points are unknown', () => {
    expect(colorOfCicp({ primaries: 1, transfer: 3 }, 'sRGB')).toBeNull();
    expect(colorOfCicp({ primaries: 13, transfer: 1 }, 'sRGB')).toBeNull();
  });
});

test('tone mapping has no step, keeps black, and ends at the white of the screen', () => {
  const pq = colorOfCicp({ primaries: 9, transfer: 16 }, 'sRGB');
  const tone = pq && toneMap(pq);
  if (!tone) throw new Error('PQ has no tone mapping');
  const shown = (light: number) => light * tone(light, light, light);
  expect(shown(0)).toBe(0);
  expect(shown(1)).toBeCloseTo(0.5, 3);
  expect(shown(1.001) - shown(0.999)).toBeLessThan(0.002);
  expect(shown(4.9)).toBeLessThanOrEqual(1);
  expect(shown(40)).toBeCloseTo(1, 3);
});

describe('damaged files do no harm', () => {
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const box = (type: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + data.length);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, data]);
  };

  test('a PNG that ends inside of a chunk says nothing', () => {
    expect(pngColor(signature)).toBeNull();
    expect(pngColor(Buffer.concat([signature, Buffer.from('\xff\xff\xff\xffcICP', 'latin1')]))).toBeNull();
  });

  test('nor do any other bytes', () => {
    const readers = [pngColor, avifColor, greyProfileColor, sequenceHeaderColor, withJpegEnd];
    const heads = ['\x89PNG\r\n\x1a\n\0\0\0\x04cICP', '\0\0\0\x20meta\0\0\0\0', '\xff\xd8\xff', '\x0a\x20', ''];
    const bytes = fc.tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }));
    fc.assert(
      fc.property(bytes, ([head, rest]) => {
        const file = Buffer.concat([Buffer.from(head, 'latin1'), rest]);
        for (const read of readers) expect(() => read(file)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  test('an AVIF with boxes of impossible sizes says nothing', () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(64),
      Buffer.from('\0\0\0\x01meta\xff\xff\xff\xff\xff\xff\xff\xff', 'latin1'),
      box('meta', Buffer.alloc(3)),
      box('meta', Buffer.concat([Buffer.alloc(4), box('iprp', box('ipco', box('colr', Buffer.from('nclx'))))])),
      box(
        'meta',
        Buffer.concat([
          Buffer.alloc(4),
          box(
            'iprp',
            Buffer.concat([box('ipco', Buffer.alloc(0)), box('ipma', Buffer.from([0, 0, 0, 0, 0, 0, 0, 9]))]),
          ),
        ]),
      ),
    ]) {
      expect(avifColor(bytes)).toBeNull();
    }
  });

  test('a grey profile whose tables lead outside of it has no curve', () => {
    const profile = Buffer.alloc(144);
    profile.write('GRAY', 16, 'latin1');
    profile.writeUInt32BE(1, 128);
    profile.write('kTRC', 132, 'latin1');
    profile.writeUInt32BE(0xfffffff0, 136);
    profile.writeUInt32BE(0xffffffff, 140);
    expect(greyProfileColor(profile)).toBeNull();
    expect(greyProfileColor(Buffer.alloc(10))).toBeNull();
  });
});

describe('the sequence header of an AV1 stream', () => {
  /** Bits as text, in groups of any length. */
  const bits = (text: string) => {
    const all = text.replace(/\s/g, '').padEnd(Math.ceil(text.replace(/\s/g, '').length / 8) * 8, '0');
    return Buffer.from((all.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  };
  const unit = (payload: Buffer) => Buffer.concat([Buffer.from([0x0a, payload.length]), payload]);
  const byte = (value: number) => value.toString(2).padStart(8, '0');
  // Profile 0, still, reduced; level; 9 bits each for 480 × 360; tools; then the colours.
  const still = (color: string) => unit(bits(`000 1 1 00000 1000 1000 111011111 101100111 000 000 ${color}`));

  test('names its colours', () => {
    const described = still(`0 0 1 ${byte(9)} ${byte(16)} ${byte(9)} 0`);
    expect(sequenceHeaderColor(described)).toEqual({ primaries: 9, transfer: 16 });
  });

  test('of a sequence, with its further fields', () => {
    const moving = unit(
      bits(`000 0 0 0 0 00000 000000000000 00100 1000 1000 111011111 101100111 0 000 1111 1 00 1 1 011 000
        0 0 1 ${byte(12)} ${byte(13)} ${byte(0)} 1`),
    );
    expect(sequenceHeaderColor(moving)).toEqual({ primaries: 12, transfer: 13 });
  });

  test('may say nothing, or be cut off', () => {
    expect(sequenceHeaderColor(still('0 0 0'))).toBeNull();
    expect(sequenceHeaderColor(Buffer.alloc(0))).toBeNull();
    expect(sequenceHeaderColor(still(`0 0 1 ${byte(9)}`).subarray(0, 6))).toBeNull();
    expect(sequenceHeaderColor(Buffer.from([0x12, 0x00]))).toBeNull();
  });
});

describe('the ground of a transparent picture', () => {
  const DARK = { r: 27, g: 26, b: 24 };
  const WHITE = { r: 255, g: 255, b: 255 };
  /** Pixels of these colours, half of them transparent. */
  const picture = (...colors: [share: number, r: number, g: number, b: number][]) =>
    Buffer.from(
      colors.flatMap(([share, r, g, b]) => Array.from({ length: share }, () => [r, g, b, 255, 0, 0, 0, 0]).flat()),
    );

  test('is dark for white and ivory, white for pastels and everything darker', () => {
    expect(groundOf(picture([100, 255, 255, 255]), 4)).toEqual(DARK);
    expect(groundOf(picture([100, 255, 255, 245]), 4)).toEqual(DARK);
    expect(groundOf(picture([100, 255, 243, 168]), 4)).toEqual(WHITE);
    expect(groundOf(picture([100, 255, 217, 228]), 4)).toEqual(WHITE);
    expect(groundOf(picture([100, 128, 128, 128]), 4)).toEqual(WHITE);
  });

  test('is white where something dark would disappear', () => {
    expect(groundOf(picture([990, 255, 255, 255], [10, 20, 20, 20]), 4)).toEqual(WHITE);
    expect(groundOf(picture([990, 255, 255, 255], [10, 200, 60, 40]), 4)).toEqual(DARK);
  });

  test('is white for an opaque picture and for nothing at all', () => {
    expect(groundOf(Buffer.alloc(400, 255), 4)).toEqual(WHITE);
    expect(groundOf(Buffer.alloc(400), 4)).toEqual(WHITE);
    expect(groundOf(Buffer.from([255, 255, 255, 0]), 2)).toEqual(DARK);
  });
});
