import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cropSquare, initialsOf, masterSize, moveCrop } from '#lib/domain/pictures/portrait.ts';

const percent = fc.integer({ min: 0, max: 100 });
const anyCrop = fc.record({ x: percent, y: percent, size: fc.integer({ min: 1, max: 100 }) });
const anySize = fc.record({ width: fc.integer({ min: 1, max: 5_000 }), height: fc.integer({ min: 1, max: 5_000 }) });

test('every choice is a square inside the picture', () => {
  fc.assert(
    fc.property(anySize, anyCrop, (picture, crop) => {
      const { left, top, side } = cropSquare(picture, crop);
      expect(side).toBeGreaterThan(0);
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(left + side).toBeLessThanOrEqual(picture.width);
      expect(top + side).toBeLessThanOrEqual(picture.height);
    }),
  );
});

test('the ends of the sliders are the edges of the picture', () => {
  const picture = { width: 1_000, height: 600 };
  expect(cropSquare(picture, { x: 0, y: 0, size: 50 })).toEqual({ left: 0, top: 0, side: 300 });
  expect(cropSquare(picture, { x: 100, y: 100, size: 50 })).toEqual({ left: 700, top: 300, side: 300 });
  expect(cropSquare(picture, { x: 50, y: 10, size: 100 })).toEqual({ left: 200, top: 0, side: 600 });
});

test('dragging moves the square by as much as the pointer, and not beyond the edge', () => {
  const picture = { width: 1_000, height: 600 };
  const crop = { x: 0, y: 50, size: 50 };
  const dragged = moveCrop(picture, crop, { x: 0.35, y: 0 });
  expect(cropSquare(picture, dragged)).toEqual({ left: 350, top: 150, side: 300 });
  expect(moveCrop(picture, crop, { x: 5, y: -5 })).toEqual({ x: 100, y: 0, size: 50 });
  // There is no room to move in.
  expect(moveCrop(picture, { ...crop, size: 100 }, { x: 0, y: 1 })).toEqual({ x: 0, y: 50, size: 100 });
});

test('the whole picture is kept smaller, and refused if no face can be in it', () => {
  expect(masterSize({ width: 6_000, height: 4_000 })).toEqual({ width: 1_800, height: 1_200 });
  expect(masterSize({ width: 400, height: 300 })).toEqual({ width: 400, height: 300 });
  expect(masterSize({ width: 4_000, height: 95 })).toBeNull();
  expect(masterSize({ width: 30_000, height: 600 })).toEqual({ width: 4_800, height: 96 });
  expect(masterSize({ width: 40_000, height: 700 })).toBeNull();
});

test.for([
  ['Mira Castellan', 'MC'],
  ['  ada king of lovelace ', 'AL'],
  ['Ruth Adebayo-Lane', 'RL'],
  ['Ørjan', 'Ø'],
  ['e\u0301mile zola', 'E\u0301Z'],
  ['青山 健二', '青健'],
  ['O’Brien', 'OB'],
  ['🎨 !', ''],
] as const)('the initials of %s are %s', ([name, initials]) => {
  expect(initialsOf(name)).toBe(initials);
});
