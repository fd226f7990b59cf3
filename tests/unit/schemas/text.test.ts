import { expect, test } from 'vitest';
import { typedLength } from '#lib/domain/typed-length.ts';
import { isLonger, line, oneLine, text } from '#lib/schemas/text.ts';

test.for([
  ['line breaks', 'Fog\r\nat\u2028sea', 'Fog at sea'],
  ['tabs and control characters', 'F\u0001o\u007fg\tat\u0085sea', 'Fog at sea'],
  ['zero-width spaces, soft hyphens and byte order marks', 'F\u200bo\u00adg\ufeff\u2060', 'Fog'],
  ['blank letters', 'Fog\u3164\uffa0', 'Fog'],
] as const)('one-line fields drop %s', ([, typed, stored]) => {
  expect(oneLine(typed)).toBe(stored);
});

test.for([
  '👩‍🎨 at work',
  '❤️',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  'می\u200cخواهم',
  'क्\u200dष',
  '\u200fעברית',
  '月亮',
  '!!!',
  'e\u0301',
])('%s stays as it is', (typed) => {
  expect(oneLine(typed)).toBe(typed);
});

test.for([
  '\u200b',
  '\u200d\u200c',
  '\ufe0f',
  '\u2800',
  '\u3164',
  '\u115f\u1160',
  '\u202e\u202c',
  '\u00a0\u3000',
  '\u0300',
  '\u{e0041}',
  '\u034f',
])('%j alone is nothing', (typed) => {
  expect(oneLine(typed)).toBe('');
});

test('characters are code points', () => {
  expect(isLonger('😀'.repeat(5), 5)).toBe(false);
  expect(isLonger('😀'.repeat(6), 5)).toBe(true);
  expect(isLonger('abcdef', 5)).toBe(true);
  expect(isLonger('', 0)).toBe(false);
});

test.for([
  ['text', text],
  ['line', line],
] as const)('a %s above its limit is refused by its length, before it is read', ([, field]) => {
  const { error } = field(10, 'Too long.').safeParse(' '.repeat(typedLength(10) + 1));
  expect(error?.issues.map(({ message }) => message)).toEqual(['Too long.']);
  expect(field(10, 'Too long.').parse(' '.repeat(typedLength(10)))).toBe('');
});
