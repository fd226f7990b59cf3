import { expect, test } from 'vitest';
import { trustLines } from '#lib/domain/settings/trust-lines.ts';

const page = { number: 1, savedAt: '2026-11-30T12:00:00.000Z' };
const nobody = { kind: '', legalName: '' } as const;

test('a shop whose host has said nothing has no lines', () => {
  expect(trustLines({ returns: { days: null, paidBy: 'buyer' }, seller: nobody }, {})).toEqual({
    returns: null,
    seller: null,
  });
});

test.for([
  [{ days: 14, paidBy: 'buyer' }, 'Returns within 14 days. You pay the way back.'],
  [{ days: 1, paidBy: 'artist' }, 'Returns within 1 day. The artist pays the way back.'],
  [{ days: 30, paidBy: '' }, 'Returns within 30 days.'],
  [{ days: 0, paidBy: 'shop' }, 'This shop takes no returns.'],
] as const)('%o is said as “%s”', ([returns, text]) =>
  expect(trustLines({ returns, seller: nobody }, {}).returns).toEqual({ text, href: null }),
);

test('the lines lead to the pages that exist', () => {
  const seller = { kind: 'trader', legalName: 'Galerie Nord GmbH' } as const;
  expect(trustLines({ returns: { days: 14, paidBy: '' }, seller }, { returns: page, imprint: page })).toEqual({
    returns: { text: 'Returns within 14 days.', href: '/returns' },
    seller: { text: 'This shop is run by Galerie Nord GmbH, a trader.', href: '/imprint' },
  });
});
