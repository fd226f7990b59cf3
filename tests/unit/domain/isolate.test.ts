import { expect, test } from 'vitest';
import { isolate } from '#lib/domain/isolate.ts';

test.for([
  ['Fog & light', 'Fog & light'],
  ['月亮 🐎 Ångström', '月亮 🐎 Ångström'],
  ['כתום', '\u2068כתום\u2069'],
  ['Red أحمر', '\u2068Red أحمر\u2069'],
  // Neither turns the text behind it around, nor ends the isolation.
  ['\u202eevil', '\u2068evil\u2069'],
  ['a\u2069\u202eb', '\u2068ab\u2069'],
  ['mark\u200f', '\u2068mark\u200f\u2069'],
] as const)('%j is isolated as %j', ([text, isolated]) => {
  expect(isolate(text)).toBe(isolated);
});
