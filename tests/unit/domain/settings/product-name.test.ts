import { globSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SHOP_NAME } from '#lib/domain/shop-name.ts';

/** Where the product's name may stand, and why. A page, mail or feed takes the shop's name from `knownShop` or `cachedShop`. */
const ALLOWED: Readonly<Record<string, string>> = {
  'lib/domain/shop-name.ts': 'the default',
  'lib/env.ts': 'the default of MAIL_FROM',
  'lib/view/security-txt.ts': 'an example in a comment',
  'lib/webhooks/deliver-webhooks.ts': 'the User-Agent of the software, which programs read',
  'lib/outbound/open-download.ts': 'the same',
  'lib/shop/update-section.ts': 'an example in a comment',
  'lib/schemas/shop-settings.ts': 'an example in a comment',
};

test('the product’s name stands nowhere that a visitor reads', () => {
  const files = globSync(
    '{app,components,server,lib,worker,public,dev/stripe,dev/mail}/**/*.{ts,tsx,css,svg,txt,webmanifest}',
  );
  expect(files.length).toBeGreaterThan(500);
  const found = files
    .filter((file) => statSync(file).isFile())
    .filter((file) => readFileSync(file, 'utf8').includes(SHOP_NAME) && !Object.hasOwn(ALLOWED, file));
  expect(found).toEqual([]);
});
