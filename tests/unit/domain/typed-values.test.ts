import { expect, test } from 'vitest';
import { typedLength } from '#lib/domain/typed-length.ts';
import { countFields, typedValues } from '#lib/domain/typed-values.ts';

const SHOWN = { title: 120, description: 280 };

function formOf(fields: [string, string | File][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test('only the form’s own fields are shown again, once each and no files', () => {
  const form = formOf([
    ['title', 'Fog'],
    ['title', 'Again'],
    ['made-up', 'x'],
    ['password', 'secret'],
    ['__proto__', 'x'],
    ['$ACTION_KEY', 'x'],
    ['description', new File(['x'], 'x.txt')],
  ]);
  expect(typedValues(form, SHOWN)).toEqual({ title: 'Fog' });
});

test('people who typed too much keep it, and what nobody can have typed is cut', () => {
  const typed = 'x'.repeat(130);
  expect(typedValues(formOf([['title', typed]]), SHOWN)).toEqual({ title: typed });
  const huge = typedValues(formOf([['title', 'x'.repeat(12_000_000)]]), SHOWN);
  expect(huge.title).toHaveLength(typedLength(120));
});

test('what is shown again can be stored: no half emoji, no control characters', () => {
  const divided = typedValues(formOf([['title', `x${'😀'.repeat(500)}`]]), SHOWN);
  expect(divided.title?.isWellFormed()).toBe(true);
  expect(typedValues(formOf([['title', 'F\0o\u0001g\u007f\n\t']]), SHOWN)).toEqual({ title: 'Fog\n\t' });
});

test('a form with more fields than any form has is refused', () => {
  const fields = (count: number) => formOf(Array.from({ length: count }, (_, index) => [`f${index}`, '']));
  expect(() => countFields(fields(100))).not.toThrow();
  expect(() => countFields(fields(101))).toThrow('This form is larger than it may be.');
});
