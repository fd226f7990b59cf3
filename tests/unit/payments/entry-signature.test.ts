import { expect, test } from 'vitest';
import { signEntry } from '#lib/payments/entry-signature.ts';

const SECRET = 'a-secret-of-this-shop-a-secret-of-this-shop';
const entry = { id: 'evt_1', type: 'checkout.session.completed', body: '{"id":"evt_1"}' };
const sign = (changes: Partial<typeof entry> = {}, secret = SECRET) => signEntry({ ...entry, ...changes }, secret);

test('the signature is the same for the same entry, and 256 bits long', () => {
  expect(sign()).toBe(sign());
  expect(Buffer.from(sign(), 'base64url')).toHaveLength(32);
});

test.for<[string, string]>([
  ['id', sign({ id: 'evt_2' })],
  ['type', sign({ type: 'checkout.session.expired' })],
  ['body', sign({ body: '{"id":"evt_1" }' })],
  ['secret', sign({}, `${SECRET}2`)],
  ['border between id and type', sign({ id: 'evt_1c', type: 'heckout.session.completed' })],
  ['border between type and body', sign({ type: 'checkout.session.completed{', body: '"id":"evt_1"}' })],
  ['quotes in the id', sign({ id: 'evt_1","checkout.session.completed', type: '' })],
])('another %s has another signature', ([, other]) => {
  expect(other).not.toBe(sign());
});
