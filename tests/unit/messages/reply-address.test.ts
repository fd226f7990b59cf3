import { expect, test } from 'vitest';
import type { MessageKind } from '#lib/domain/sale/sale.ts';
import { replyAddress } from '#lib/messages/reply-address.ts';

const buyer = { name: 'Ada Lovelace', email: 'ada@example.org' };
const artist = { name: 'Mira Castellan', address: 'mira@example.org' };
const toBuyer = { name: 'Ada Lovelace', address: 'ada@example.org' };

test.for<[MessageKind, typeof artist | null]>([
  ['bought', artist],
  ['refunded', artist],
  ['sold', toBuyer],
  ['sale-refunded', toBuyer],
  ['late-payment', null],
  ['dispute-opened', null],
  ['dispute-won', null],
  ['dispute-lost', null],
])('a reply to the message “%s” goes to %j', ([kind, expected]) => {
  expect(replyAddress(kind, { buyer, artist })).toEqual(expected);
});

test('a name stays in its line', () => {
  const twoLines = { ...buyer, name: 'Ada\r\nBcc: x@example.org\u0000' };
  expect(replyAddress('sold', { buyer: twoLines, artist })?.name).toBe('Ada Bcc: x@example.org');
  expect(replyAddress('bought', { buyer, artist: { ...artist, name: 'Mira\n' } })?.name).toBe('Mira');
});

test('without the buyer’s email a reply goes to the shop, and without a name to the address alone', () => {
  expect(replyAddress('sold', { buyer: { ...buyer, email: null }, artist })).toBeNull();
  expect(replyAddress('sold', { buyer: { ...buyer, name: null }, artist })).toEqual({ ...toBuyer, name: '' });
});
