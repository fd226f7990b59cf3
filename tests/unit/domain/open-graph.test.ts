import { expect, test } from 'vitest';
import { cardPictures, drawableText } from '#lib/domain/open-graph.ts';

test('texts are drawn if the font has all of their letters', () => {
  for (const text of ['Heron at dawn', 'Łódź, Dvořák & Şahin', 'Phong cảnh Việt', '“Œuvre” – 12 × 30 cm…']) {
    expect(drawableText(text)).toBe(text);
  }
  for (const text of ['東京の夜', 'العربية', 'Heron 🐦', 'Ωmega', 'Москва']) expect(drawableText(text)).toBe('');
});

test('letters are composed and spaces are single', () => {
  expect(drawableText('  Cafe\u0301\n\u00a0 bar ')).toBe('Café bar');
});

test('of each picture the smallest width that is enough is used, of at most three', () => {
  const picture = (key: string, widths: number[]) => ({ key, widths });
  expect(
    cardPictures([
      picture('wide', [320, 960, 1280]),
      null,
      picture('small', [320, 400]),
      picture('empty', []),
      picture('c', [1000]),
      picture('d', [960]),
    ]),
  ).toEqual([
    { key: 'wide', width: 960 },
    { key: 'small', width: 400 },
    { key: 'c', width: 1000 },
  ]);
});
