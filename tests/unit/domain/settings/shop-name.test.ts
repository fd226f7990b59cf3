import { expect, test } from 'vitest';
import { senderParts, shopNameOf } from '#lib/domain/shop-name.ts';

test.for([
  ['Fog & Light <shop@example.org>', 'Fog & Light', 'shop@example.org'],
  ['"Fog, Light" <shop@example.org>', 'Fog, Light', 'shop@example.org'],
  ['<shop@example.org>', '', 'shop@example.org'],
  [' shop@example.org ', '', 'shop@example.org'],
] as const)('the sender %s has the name “%s” and the address %s', ([sender, name, address]) =>
  expect(senderParts(sender)).toEqual({ name, address }),
);

test('the shop is called what the host has set, else as the sender of its mails, else as the product', () => {
  expect(shopNameOf('Galerie Nord', 'Fog & Light <shop@example.org>')).toBe('Galerie Nord');
  expect(shopNameOf('', 'Fog & Light <shop@example.org>')).toBe('Fog & Light');
  expect(shopNameOf('', 'shop@example.org')).toBe('MakeYourSpace');
});
