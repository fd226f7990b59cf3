import { expect, test } from 'vitest';
import { FITTED, fittedSize, maximumScale, panBy, zoomTo } from '#components/posts/zoom/zoom-geometry.ts';

const picture = { width: 2560, height: 1280 };
const stage = { width: 1000, height: 800 };
const CENTER = { x: 0, y: 0 };

test('a picture is shrunk to fit but never enlarged', () => {
  expect(fittedSize(picture, stage)).toEqual({ width: 1000, height: 500 });
  expect(fittedSize({ width: 400, height: 1600 }, stage)).toEqual({ width: 200, height: 800 });
  expect(fittedSize({ width: 300, height: 200 }, stage)).toEqual({ width: 300, height: 200 });
});

test('a picture zooms to its full resolution, a small one to twice its size', () => {
  expect(maximumScale(picture, stage)).toBe(2.56);
  expect(maximumScale({ width: 300, height: 200 }, stage)).toBe(2);
  expect(zoomTo(FITTED, 100, CENTER, picture, stage).scale).toBe(2.56);
  expect(zoomTo(FITTED, 0.1, CENTER, picture, stage)).toEqual(FITTED);
});

test('the point under the pointer stays there', () => {
  const at = { x: 200, y: 50 };
  const state = zoomTo(FITTED, 2, at, picture, stage);
  // The point's distance from the picture's centre in fitted pixels is the same before and after.
  expect((at.x - state.x) / state.scale).toBeCloseTo(200);
  const further = zoomTo(state, 2.5, at, picture, stage);
  expect((at.x - further.x) / further.scale).toBeCloseTo(200);
});

test('panning stops at the edges, and a side that fits stays centred', () => {
  const state = zoomTo(FITTED, 1.5, CENTER, picture, stage);
  expect(panBy(state, { x: 10_000, y: 10_000 }, picture, stage)).toEqual({ scale: 1.5, x: 250, y: 0 });
  expect(panBy(state, { x: -10_000, y: 0 }, picture, stage)).toMatchObject({ x: -250 });
  expect(panBy(FITTED, { x: 30, y: 30 }, picture, stage)).toEqual(FITTED);
});

test('zooming out moves the picture back into the stage', () => {
  const panned = panBy(zoomTo(FITTED, 2.5, CENTER, picture, stage), { x: 10_000, y: 10_000 }, picture, stage);
  expect(zoomTo(panned, 1, { x: 300, y: 300 }, picture, stage)).toEqual(FITTED);
});
