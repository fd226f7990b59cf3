import { expect, test } from 'vitest';
import { mailtoOf, securityTxt } from '#lib/view/security-txt.ts';

test('the file has a contact, an expiry less than a year ahead, and its own URL', () => {
  const now = new Date('2026-11-29T12:34:56Z');
  const text = securityTxt({ contact: 'mailto:a@example.org', origin: 'https://shop.example.org', now });
  expect(text).toBe(
    'Contact: mailto:a@example.org\nExpires: 2027-05-28T00:00:00Z\nPreferred-Languages: en\n' +
      'Canonical: https://shop.example.org/.well-known/security.txt\n',
  );
});

test.for([
  ['MakeYourSpace <shop@example.org>', 'mailto:shop@example.org'],
  ['shop@example.org', 'mailto:shop@example.org'],
  ['"A <b>" <shop@example.org>', 'mailto:shop@example.org'],
] as const)('the sender %s is reached at %s', ([sender, url]) => {
  expect(mailtoOf(sender)).toBe(url);
});
