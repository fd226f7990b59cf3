import { expect, test } from 'vitest';
import type { Color } from '#lib/domain/pictures/colors.ts';
import { colorFamily, dominantColors } from '#lib/domain/pictures/dominant-colors.ts';
import { toOklch } from '#lib/domain/pictures/oklch.ts';

const rgb = (hex: string) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(1).slice(at, at + 2), 16));
const lch = (hex: string) => {
  const [red = 0, green = 0, blue = 0] = rgb(hex);
  return toOklch(red, green, blue);
};

/** The pixels of a picture with the given number of pixels of each colour. */
function pictureOf(areas: Record<string, number>): Uint8Array {
  return Uint8Array.from(
    Object.entries(areas).flatMap(([hex, count]) => Array.from({ length: count }, () => rgb(hex)).flat()),
  );
}

test.each<[name: string, hex: string, Color]>([
  ['red', '#ff0000', 'red'],
  ['crimson', '#dc143c', 'red'],
  ['maroon', '#800000', 'red'],
  ['vermilion', '#c04020', 'red'],
  ['orange', '#ffa500', 'orange'],
  ['dark orange', '#ff8c00', 'orange'],
  ['yellow', '#ffff00', 'yellow'],
  ['gold', '#ffd700', 'yellow'],
  ['ochre', '#cc9922', 'yellow'],
  ['green', '#008000', 'green'],
  ['olive', '#6b8e23', 'green'],
  ['teal', '#008080', 'teal'],
  ['turquoise', '#40e0d0', 'teal'],
  ['blue', '#0000ff', 'blue'],
  ['navy', '#000080', 'blue'],
  ['sky', '#87ceeb', 'blue'],
  ['purple', '#800080', 'purple'],
  ['violet', '#8a2be2', 'purple'],
  ['pink', '#ffc0cb', 'pink'],
  ['hot pink', '#ff69b4', 'pink'],
  ['magenta', '#ff00ff', 'pink'],
  ['saddle brown', '#8b4513', 'brown'],
  ['sienna', '#a0522d', 'brown'],
  ['umber', '#5c4033', 'brown'],
  ['tan', '#d2b48c', 'brown'],
  ['black', '#000000', 'black'],
  ['ink', '#1b1a18', 'black'],
  ['grey', '#808080', 'grey'],
  ['silver', '#c0c0c0', 'grey'],
  ['white', '#ffffff', 'white'],
  ['paper', '#faf9f7', 'white'],
])('%s (%s) belongs to the colour family %s', (_name, hex, family) => {
  expect(colorFamily(lch(hex))).toBe(family);
});

test('OKLCH agrees with the published values of red', () => {
  const { lightness, chroma, hue } = toOklch(255, 0, 0);
  expect(lightness).toBeCloseTo(0.62796, 4);
  expect(chroma).toBeCloseTo(0.25768, 4);
  expect(hue).toBeCloseTo(29.2339, 2);
});

test('brown and orange differ only in lightness', () => {
  const orange = lch('#ff8c00');
  expect(colorFamily(orange)).toBe('orange');
  expect(colorFamily({ ...orange, lightness: 0.45 })).toBe('brown');
});

test('a red painting on white paper is red and white', () => {
  expect(dominantColors(pictureOf({ '#ffffff': 700, '#c8201c': 300 }))).toEqual(['red', 'white']);
});

test('a slightly toned black and white photograph has no colour', () => {
  const photograph = pictureOf({ '#0d0d0e': 300, '#7f7d7c': 400, '#f4f4f2': 290, '#804020': 10 });
  expect(new Set(dominantColors(photograph))).toEqual(new Set(['black', 'grey', 'white']));
});

test('a strong accent counts, but a speck does not', () => {
  expect(dominantColors(pictureOf({ '#8a8a8a': 960, '#ff2010': 40 }))).toContain('red');
  expect(dominantColors(pictureOf({ '#8a8a8a': 990, '#ff2010': 10 }))).toEqual(['grey']);
});

test('a picture of many colours has the three most striking ones', () => {
  const found = dominantColors(
    pictureOf({ '#ff0000': 300, '#0000ff': 250, '#ffff00': 200, '#ffffff': 200, '#008000': 50 }),
  );
  expect(found).toEqual(['red', 'blue', 'yellow']);
});

test('a picture of small pieces in all colours still has three', () => {
  const pieces = ['#ff0000', '#ffa500', '#ffff00', '#008000', '#008080', '#0000ff', '#800080', '#ff69b4', '#8b4513'];
  const all = [...pieces, '#000000', '#808080', '#ffffff'];
  expect(dominantColors(pictureOf(Object.fromEntries(all.map((hex) => [hex, 1]))))).toHaveLength(3);
  expect(dominantColors(pictureOf({ '#ffffff': 1 }))).toEqual(['white']);
});

test('a picture of many small areas in muted colours has one colour', () => {
  const steps = Array.from({ length: 32 }, (_, step) => step * 8);
  const muted = new Map<Color, number[]>();
  for (const red of steps) {
    for (const green of steps) {
      for (const blue of steps) {
        const color = toOklch(red, green, blue);
        if (color.chroma < 0.048) muted.set(colorFamily(color), [red, green, blue]);
      }
    }
  }
  expect(muted.size).toBeGreaterThan(8);
  expect(dominantColors(Uint8Array.from([...muted.values()].flat()))).toHaveLength(1);
});
