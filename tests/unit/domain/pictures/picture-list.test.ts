import { expect, test } from 'vitest';
import { arrange, move, picturesOf } from '#lib/domain/pictures/picture-list.ts';

const [A = '', B = '', C = ''] = ['a', 'b', 'c'].map((letter) => `00000000-0000-4000-8000-00000000000${letter}`);
const list = [A, B, C].map((id) => ({ id }));
const ids = (pictures: { id: string }[]) => pictures.map(({ id }) => id);

test('reads pictures in the order of the form, each once, with their alternative texts', () => {
  const form = new FormData();
  for (const id of [B, A, B, 'no-id', '']) form.append('picture', id);
  form.append('picture', new File(['x'], A));
  form.append(`alt:${B}`, 'Second');
  form.append(`alt:${C}`, 'Not in the list');
  expect(picturesOf(form)).toEqual([
    { id: B, alt: 'Second' },
    { id: A, alt: '' },
  ]);
  expect(picturesOf(new FormData())).toEqual([]);
});

test.for<[string, string[]]>([
  [`up:${B}`, [B, A, C]],
  [`down:${B}`, [A, C, B]],
  [`up:${A}`, [A, B, C]],
  [`down:${C}`, [A, B, C]],
  [`remove:${B}`, [A, C]],
  ['up:unknown', [A, B, C]],
  [`burn:${B}`, [A, B, C]],
  ['', [A, B, C]],
])('arranges the list for the intent “%s”', ([intent, expected]) => {
  expect(ids(arrange(list, intent))).toEqual(expected);
  expect(ids(list)).toEqual([A, B, C]);
});

test.for<[number, number, string[]]>([
  [0, 2, [B, C, A]],
  [2, 0, [C, A, B]],
  [0, 99, [B, C, A]],
  [2, -99, [C, A, B]],
  [1, 1, [A, B, C]],
  [7, 0, [A, B, C]],
])('moves a picture from %i to %i', ([from, to, expected]) => {
  expect(ids(move(list, from, to))).toEqual(expected);
});
