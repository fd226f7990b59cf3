/** Builds ICC profiles and calculates the colours that they describe. */

import { crc32, deflateSync } from 'node:zlib';

type Triple = readonly [number, number, number];

/** An RGB colour space: its primaries as XYZ under D50, and its transfer function from a value (0 to 1) to light. */
export type RgbSpace = { primaries: readonly [Triple, Triple, Triple]; toLight: (value: number) => number };

const srgbToLight = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

// The matrices of http://www.brucelindbloom.com, adapted to D50 as profiles require.
export const ADOBE_RGB: RgbSpace = {
  primaries: [
    [0.6097559, 0.3111242, 0.0194811],
    [0.205_240_1, 0.625_656, 0.0608902],
    [0.149224, 0.0632197, 0.7448387],
  ],
  toLight: (value) => value ** (563 / 256),
};
export const DISPLAY_P3: RgbSpace = {
  primaries: [
    [0.5151187, 0.2411892, -0.0010505],
    [0.2919778, 0.6922441, 0.0418791],
    [0.1571035, 0.0665668, 0.7840713],
  ],
  toLight: srgbToLight,
};
const XYZ_TO_SRGB: readonly [Triple, Triple, Triple] = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];

/** Converts a colour of the space, with channels from 0 to 1, to sRGB, with channels from 0 to 255. */
export function expectedSrgb({ primaries, toLight }: RgbSpace, color: Triple): number[] {
  const light = color.map(toLight);
  const xyz = [0, 1, 2].map((row) =>
    primaries.reduce((sum, primary, at) => sum + (primary[row] ?? 0) * (light[at] ?? 0), 0),
  );
  return XYZ_TO_SRGB.map((row) => {
    const value = row.reduce((sum, factor, at) => sum + factor * (xyz[at] ?? 0), 0);
    const inside = Math.min(1, Math.max(0, value));
    return 255 * (inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055);
  });
}

/** An ICC profile, version 2, for a monitor with this colour space. */
export function iccProfile({ primaries, toLight }: RgbSpace): Buffer {
  const xyz = (values: Triple) => tag('XYZ ', ...values.map(fixed));
  const steps = 1024;
  const curve = Buffer.alloc(4 + steps * 2);
  curve.writeUInt32BE(steps, 0);
  for (let step = 0; step < steps; step++)
    curve.writeUInt16BE(Math.round(toLight(step / (steps - 1)) * 65_535), 4 + step * 2);
  const text = Buffer.concat([u32(5), Buffer.from('test\0'), Buffer.alloc(78)]);
  const [red, green, blue] = primaries;
  const tags: [string, Buffer][] = [
    ['desc', tag('desc', text)],
    ['cprt', tag('text', Buffer.from('none\0'))],
    ['wtpt', xyz([0.9642, 1, 0.8249])],
    ...(
      [
        ['r', red],
        ['g', green],
        ['b', blue],
      ] as const
    ).flatMap(([name, primary]): [string, Buffer][] => [
      [`${name}XYZ`, xyz(primary)],
      [`${name}TRC`, tag('curv', curve)],
    ]),
  ];
  let offset = 128 + 4 + tags.length * 12;
  const table = [u32(tags.length)];
  for (const [name, data] of tags) {
    table.push(Buffer.from(name), u32(offset), u32(data.length));
    offset += data.length;
  }
  const header = Buffer.alloc(128);
  header.writeUInt32BE(offset, 0);
  header.writeUInt32BE(0x02400000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  for (const [at, value] of [0.9642, 1, 0.8249].entries()) fixed(value).copy(header, 68 + at * 4);
  return Buffer.concat([header, ...table, ...tags.map(([, data]) => data)]);
}

/** The PNG with the profile embedded; its pixel values do not change. */
export function withPngProfile(png: Buffer, profile: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('iCCPtest\0\0', 'latin1'), deflateSync(profile)]);
  const chunk = Buffer.concat([u32(body.length - 4), body, u32(crc32(body))]);
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)]);
}

/** The JPEG with the profile embedded; its pixel values do not change. */
export function withJpegProfile(jpeg: Buffer, profile: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe2]), length, body, jpeg.subarray(2)]);
}

function tag(type: string, ...data: Buffer[]): Buffer {
  const bytes = Buffer.concat([Buffer.from(type), Buffer.alloc(4), ...data]);
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function fixed(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(value * 65_536));
  return bytes;
}
