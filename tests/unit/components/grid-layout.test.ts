import { expect, test } from 'vitest';
import { clampRatio, gridSizes, gridWidths } from '#components/posts/grid/grid-layout.ts';

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

test('full rows fill the page, and all pictures in a row have the same height', () => {
  const ratios = [1.5, 0.75, 1, 1.33, 1.6, 0.8, 1];
  const widths = gridWidths(ratios, 1440);
  const first = widths.slice(0, 3);
  expect(sum(first) + 2 * 36).toBeCloseTo(1440 - 96);
  const heights = first.map((width, index) => width / (ratios[index] ?? 1));
  for (const height of heights) expect(height).toBeCloseTo(heights[0] ?? 0);
  expect(heights[0]).toBeGreaterThanOrEqual(270);
});

test('a few works in the last row do not grow to fill it', () => {
  const [width = 0] = gridWidths([1], 1440);
  expect(width).toBeGreaterThanOrEqual(296);
  expect(width).toBeLessThan(310);
});

test('on a phone a wide work has a row to itself', () => {
  expect(gridWidths([1.5, 0.75, 0.75], 390)).toEqual(
    [358, 171, 171].map((width, index) => (index === 0 ? width : expect.any(Number))),
  );
  expect(gridWidths([2.6], 390)).toEqual([358]);
});

test('where more works follow, every row is full and about as high as the others', () => {
  const ratios = Array.from({ length: 24 }, (_, index) => clampRatio(0.65 + ((index * 7) % 11) / 10));
  for (const pageWidth of [390, 768, 1024, 1440]) {
    const padding = pageWidth < 640 ? 32 : pageWidth < 1024 ? 64 : 96;
    const gap = pageWidth < 640 ? 16 : pageWidth < 1280 ? 28 : 36;
    const widths = gridWidths(ratios, pageWidth, true);
    expect(widths).toHaveLength(24);
    const heights: number[] = [];
    let taken = 0;
    let first = 0;
    for (const [index, width] of widths.entries()) {
      taken += width + (index === first ? 0 : gap);
      if (Math.abs(taken - (pageWidth - padding)) > 0.01) continue;
      heights.push(width / (ratios[index] ?? 1));
      first = index + 1;
      taken = 0;
    }
    expect(first, `${pageWidth}`).toBe(24);
    if (pageWidth >= 1024) expect(Math.max(...heights) / Math.min(...heights)).toBeLessThan(1.6);
  }
});

test('the sizes of a list that continues hold with and without balanced rows', () => {
  const ratios = [1.5, 0.75, 1, 1.33, 0.65, 0.8, 2, 1, 1.25, 0.75];
  const sizes = gridSizes(ratios, ratios.length, true).map(parse);
  for (let screen = 320; screen <= 1920; screen += 7) {
    for (const isFull of [false, true]) {
      const widths = gridWidths(ratios.map(clampRatio), screen, isFull);
      for (const [index, sizeAt] of sizes.entries()) {
        expect(sizeAt(screen), `work ${index} at ${screen}`).toBeGreaterThanOrEqual((widths[index] ?? 0) - 0.01);
      }
    }
  }
});

test('the sizes attribute is large enough at every screen width, and seldom much too large', () => {
  const ratios = [1.5, 0.75, 1, 1.33, 0.65, 0.8, 2, 1, 1.25, 0.75];
  const count = 4;
  const sizes = gridSizes(ratios, count).map(parse);
  const excess: number[] = [];
  for (let screen = 320; screen <= 2560; screen += 5) {
    for (const page of [screen, screen - 15]) {
      const widths = gridWidths(ratios.map(clampRatio), page);
      for (const [index, sizeAt] of sizes.entries()) {
        const [declared, actual] = [sizeAt(screen), widths[index] ?? 0];
        expect(declared, `work ${index} at ${screen}`).toBeGreaterThanOrEqual(actual - 0.01);
        excess.push(declared / actual);
      }
    }
  }
  expect(sum(excess) / excess.length).toBeLessThan(1.25);
});

/** Evaluates a sizes attribute as a browser does: the first length whose condition holds. */
function parse(sizes: string): (screen: number) => number {
  const parts = sizes.split(',').map((part) => /^(?:\(min-width:(\d+)px\) )?(\d+)(vw|px)$/.exec(part));
  return (screen) => {
    const [, , value, unit] = parts.find((part) => screen >= Number(part?.[1] ?? 0)) ?? [];
    return unit === 'vw' ? (Number(value) * screen) / 100 : Number(value);
  };
}
