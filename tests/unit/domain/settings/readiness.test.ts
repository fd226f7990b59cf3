import { expect, test } from 'vitest';
import { missingBeforeLive } from '#lib/domain/settings/readiness.ts';

const page = { number: 1, savedAt: '2026-11-30T12:00:00.000Z' };
const ready = {
  name: 'Galerie Nord',
  contact: { email: 'hello@example.org', phone: '', address: '' },
  seller: { kind: 'trader', legalName: 'Galerie Nord GmbH', address: 'Hafen 1' },
  returns: { days: 14 },
  pages: { terms: page, privacy: page, imprint: page, returns: page },
  isLive: true,
  origin: 'https://galerie-nord.example',
  sender: 'hello@galerie-nord.example',
};

test('a shop with everything lacks nothing', () => expect(missingBeforeLive(ready)).toEqual([]));

test.for([
  [{ name: '' }, '/admin/settings#identity'],
  [{ contact: { email: '', phone: '1', address: 'x' } }, '/admin/settings#contact'],
  [{ seller: { ...ready.seller, kind: '' } }, '/admin/settings#seller'],
  [{ seller: { ...ready.seller, address: '' } }, '/admin/settings#seller'],
  [{ pages: { ...ready.pages, terms: undefined } }, '/admin/settings/pages/terms'],
  [{ pages: { ...ready.pages, privacy: undefined } }, '/admin/settings/pages/privacy'],
  [{ pages: { ...ready.pages, imprint: undefined } }, '/admin/settings/pages/imprint'],
  [{ returns: { days: null } }, '/admin/settings#returns'],
  [{ sender: 'shop@localhost' }, '/admin/settings#machine'],
  [{ origin: 'http://localhost:3000' }, '/admin/settings#machine'],
  [{ isLive: false }, '/admin/settings#machine'],
] as const)('without %o there is one line, with a link to %s', ([change, href]) => {
  const missing = missingBeforeLive({ ...ready, ...change } as Parameters<typeof missingBeforeLive>[0]);
  expect(missing.map((each) => each.href)).toEqual([href]);
});
