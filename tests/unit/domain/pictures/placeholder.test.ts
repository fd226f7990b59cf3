import { expect, test } from 'vitest';
import { placeholderOf, placeholderStyle } from '#lib/domain/pictures/placeholder.ts';

test('six colours survive a round trip with four bits per channel', () => {
  const pixels = [
    [255, 255, 255],
    [0, 0, 0],
    [200, 32, 28],
    [16, 17, 18],
    [128, 128, 128],
    [250, 240, 5],
  ];
  const text = placeholderOf(Uint8Array.from(pixels.flat()));
  expect(text).toBe('fff000c22111888fe0');
  expect(placeholderStyle(text)).toEqual({
    ...{ '--p0': '#fff', '--p1': '#000', '--p2': '#c22' },
    ...{ '--p3': '#111', '--p4': '#888', '--p5': '#fe0' },
  });
});

test.each(['', 'data:image/webp;base64,AAAA', 'fff000c22111888fe', 'fff000c22111888fe0"'])(
  '%j is not a placeholder',
  (text) => {
    expect(placeholderStyle(text)).toBeNull();
  },
);
