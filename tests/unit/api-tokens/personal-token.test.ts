import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isPersonalToken, newPersonalToken, personalTokenHash } from '#lib/api-tokens/personal-token.ts';
import { SCOPES } from '#lib/domain/api/scopes.ts';

const text = readFileSync('docs/api.md', 'utf8');

test('secret scanners find every token with the expression in docs/api.md, and its checksum is right', () => {
  const expression = new RegExp(/```\n(\\bmys_.+)\n```/.exec(text)?.[1] ?? '', 'g');
  const example = text.match(expression);
  expect(example).toHaveLength(1);
  for (const token of [...(example ?? []), ...Array.from({ length: 200 }, newPersonalToken)]) {
    expect(`token=${token};`.match(expression)).toEqual([token]);
    expect(isPersonalToken(token)).toBe(true);
    expect(personalTokenHash(token)).toHaveLength(32);
  }
});

test('one wrong character is noticed, wherever it is', () => {
  const token = newPersonalToken();
  for (let index = 4; index < token.length; index++) {
    const other = token[index] === 'x' ? 'y' : 'x';
    expect(personalTokenHash(`${token.slice(0, index)}${other}${token.slice(index + 1)}`), String(index)).toBeNull();
  }
});

test('docs/api.md has every scope', () => {
  const documented = [...text.matchAll(/^\| `([a-z]+:[a-z]+)` \|/gm)].map(([, scope]) => scope);
  expect(documented).toEqual(Object.keys(SCOPES));
});
