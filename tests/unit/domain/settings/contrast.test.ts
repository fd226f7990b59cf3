import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  accentOf,
  accentProblem,
  contrast,
  GROUNDS,
  isReadable,
  normalizeHex,
  readable,
  textOn,
} from '#lib/domain/settings/contrast.ts';

test.for([
  ['#000000', '#ffffff', 21],
  ['#767676', '#ffffff', 4.54],
  ['#c0311c', '#c0311c', 1],
  ['#ff0000', '#ffffff', 4],
] as const)('the contrast of %s and %s is %d, in either order', ([one, other, expected]) => {
  expect(contrast(one, other)).toBeCloseTo(expected, 2);
  expect(contrast(other, one)).toBeCloseTo(expected, 2);
});

test('the backgrounds are those of the pages', () => {
  const css = readFileSync('app/globals.css', 'utf8');
  for (const [index, name] of ['paper', 'raised', 'sunken'].entries())
    expect(css).toContain(`--color-${name}: light-dark(${GROUNDS.light[index]}, ${GROUNDS.dark[index]});`);
});

test.for([
  ['#C0311C', '#c0311c'],
  [' c0311c ', '#c0311c'],
  ['#fa0', '#ffaa00'],
  ['red', null],
  ['#12345', null],
  ['#c0311c80', null],
  ['url(x)', null],
  ['', null],
] as const)('%s is read as %s', ([typed, color]) => expect(normalizeHex(typed)).toBe(color));

test('whatever colour is too faint, one that can be read is named', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const color of ['#ffff00', '#808080', '#3366ff', '#ffffff', '#000000', '#00a000']) {
      const near = readable(theme, color);
      expect(isReadable(theme, near), `${theme} ${color} ${near}`).toBe(true);
      const problem = accentProblem(theme, color);
      if (isReadable(theme, color)) expect([problem, near]).toEqual([null, color]);
      else expect(problem).toContain(near);
    }
  expect(accentProblem('light', '#ffff00')).toMatch(/^On light pages this colour has a contrast of 1 to 1, and/);
});

test('text on an accent can be read in both themes', () => {
  for (const chosen of ['#1f5f8b', '#c0311c', '#006400', '#000000']) {
    const accent = accentOf({ accent: chosen, accentDark: '' });
    if (!accent) throw new Error('there is no accent');
    expect(accent.light).toBe(chosen);
    expect(isReadable('dark', accent.dark)).toBe(true);
    expect(contrast(accent.light, accent.onLight)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(accent.dark, accent.onDark)).toBeGreaterThanOrEqual(4.5);
  }
  expect(accentOf({ accent: '', accentDark: '' })).toBeNull();
  expect(accentOf({ accent: '#1f5f8b', accentDark: '#ffcc00' })).toMatchObject({ dark: '#ffcc00', onDark: '#141312' });
  expect(textOn('#ffffff')).toBe('#141312');
});
