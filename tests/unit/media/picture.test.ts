import { expect, test } from 'vitest';
import { pictureSrcSet, pictureUrl, pictureWidths } from '#lib/domain/pictures/picture.ts';

test.each([
  [1, 1, [1]],
  [300, 200, [300]],
  [320, 200, [320]],
  [1000, 800, [320, 480, 720, 960, 1000]],
  [1920, 1080, [320, 480, 720, 960, 1280, 1920]],
  [8000, 5000, [320, 480, 720, 960, 1280, 1920, 2560]],
  [40_000, 1, [320, 480, 720, 960, 1280, 1920, 2560]],
  [1000, 32_766, [320, 480, 500]],
  [1, 16_384, []],
])('a picture of %i × %i pixels is stored in the widths %j', (width, height, widths) => {
  expect(pictureWidths(width, height)).toEqual(widths);
});

test('builds the URL and the srcset of a picture', () => {
  expect(pictureUrl('ab', 640)).toBe('/media/ab-640.webp');
  expect(pictureSrcSet({ key: 'ab', widths: [320, 480, 500] })).toBe(
    '/media/ab-320.webp 320w, /media/ab-480.webp 480w, /media/ab-500.webp 500w',
  );
  expect(pictureUrl('ab', 640, 'avif')).toBe('/media/ab-640.avif');
  const widths = [320, 640, 960, 1280];
  expect(pictureSrcSet({ key: 'ab', widths }, 'avif', 640)).toBe('/media/ab-320.avif 320w, /media/ab-640.avif 640w');
  expect(pictureSrcSet({ key: 'ab', widths }, 'avif', 700)).toContain('/media/ab-960.avif 960w');
  expect(pictureSrcSet({ key: 'ab', widths }, 'avif', 5000)).toContain('/media/ab-1280.avif 1280w');
});
