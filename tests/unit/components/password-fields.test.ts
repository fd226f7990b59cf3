import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FILES = globSync(['app/**/*.tsx', 'components/**/*.tsx']);
/** A component with what is said of it, up to its end. */
const ELEMENTS = /<(?:input|TextField|Field|PasswordField)\b[\s\S]*?\/>/g;

const fields = FILES.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(ELEMENTS)].map(([element]) => ({ file, element })),
);
const isForPassword = (element: string) => /type="password"|autoComplete="(?:current|new)-password"/.test(element);

test('every field for a password hides it, and says to password managers which one it is', () => {
  const passwords = fields.filter(({ element }) => isForPassword(element));
  expect(passwords.length).toBeGreaterThanOrEqual(4);
  for (const { file, element } of passwords) {
    expect(element, file).toContain('type="password"');
    expect(element, file).toMatch(/autoComplete="(?:current|new)-password"/);
  }
});

test('no field refuses what is pasted or what a password manager fills in', () => {
  for (const file of FILES) {
    const text = readFileSync(file, 'utf8');
    expect(text, file).not.toMatch(/onPaste|onCopy|onCut|['"]paste['"]/);
    for (const [element] of text.matchAll(ELEMENTS))
      if (isForPassword(element)) expect(element, file).not.toMatch(/autoComplete="off"/);
  }
});
