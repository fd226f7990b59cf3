import { expect, test } from 'vitest';
import { isGuessable } from '#lib/domain/guessable-password.ts';

const ACCOUNT = { username: 'mira-self', email: 'painter.mira@example.org' };

test.for([
  'mira-self',
  'MIRA-SELF',
  'Mira Self 2026!',
  '…miraself',
  'painter.mira@example.org',
  'Painter.Mira1',
  'MakeYourSpace',
  'make your space 1',
  'aaaaaaaa',
  'AaAaAaAa',
  '😀😀😀😀😀😀😀😀',
])('%s is guessed at once', (password) => expect(isGuessable(password, ACCOUNT)).toBe(true));

test.for(['a mira-self portrait', 'correct horse battery', 'spacemaker', '82635192', 'ababababa'])(
  '%s is not',
  (password) => expect(isGuessable(password, ACCOUNT)).toBe(false),
);

test('a name without letters is compared as it is', () => {
  expect(isGuessable('12345670', { username: '12345670', email: 'one@example.org' })).toBe(true);
  expect(isGuessable('97531864', { username: '12345670', email: 'one@example.org' })).toBe(false);
});
