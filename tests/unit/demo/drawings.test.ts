import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DEMO_ARTISTS } from '../../../demo/artists.ts';
import { toJpeg } from '../../../demo/draw/canvas.ts';
import { seededRandom } from '../../../demo/draw/random.ts';

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test.each(DEMO_ARTISTS)(
  '$displayName draws the same picture from the same seed, and another from another seed',
  async (artist) => {
    const draw = async (seed: string) =>
      hashOf(await toJpeg(await artist.style({ seed, width: 240, height: 180, palette: 1, form: 1 })));
    const first = await draw('one');
    expect(await draw('one')).toBe(first);
    expect(await draw('two')).not.toBe(first);
  },
);

test('every artist has a different style', () => {
  expect(new Set(DEMO_ARTISTS.map(({ style }) => style)).size).toBe(DEMO_ARTISTS.length);
  expect(DEMO_ARTISTS.length).toBeGreaterThanOrEqual(8);
});

test('a seeded generator repeats its numbers and stays within its bounds', () => {
  const numbers = Array.from(
    { length: 1_000 },
    (
      (random) => () =>
        random.next()
    )(seededRandom('a')),
  );
  const again = Array.from(
    { length: 1_000 },
    (
      (random) => () =>
        random.next()
    )(seededRandom('a')),
  );
  expect(again).toEqual(numbers);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  expect(mean).toBeGreaterThan(0.45);
  expect(mean).toBeLessThan(0.55);
});
