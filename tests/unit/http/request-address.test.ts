import { expect, test } from 'vitest';
import { requestAddress } from '#lib/auth/request-address.ts';

const of = (headers: Record<string, string>, secret = 'secret') => requestAddress(new Headers(headers), secret);
const forwarded = (address: string) => of({ 'x-forwarded-for': address }).key;

test('is a keyed hash that names nobody', () => {
  expect(forwarded('203.0.113.7')).toMatch(/^[\w-]{22}$/);
  expect(forwarded('203.0.113.7')).not.toContain('203');
  expect(of({ 'x-forwarded-for': '203.0.113.7' }, 'another').key).not.toBe(forwarded('203.0.113.7'));
});

test('believes the last hop only, which our own proxy added', () => {
  expect(forwarded('198.51.100.1, 203.0.113.7')).toBe(forwarded('203.0.113.7'));
  expect(forwarded('203.0.113.7, 198.51.100.1')).not.toBe(forwarded('203.0.113.7'));
  expect(of({ 'x-real-ip': '198.51.100.1', 'x-forwarded-for': '203.0.113.7' }).key).toBe(forwarded('203.0.113.7'));
  expect(of({ 'x-real-ip': '203.0.113.7' }).key).toBe(forwarded('203.0.113.7'));
  expect(of({})).toEqual(of({}));
});

test('an IPv6 household counts once, however many addresses it has and however they are written', () => {
  expect(forwarded('2001:db8:1:2:aaaa::1')).toBe(forwarded('2001:db8:1:2:bbbb:cccc:dddd:eeee'));
  expect(forwarded('2001:db8:1:2::1')).not.toBe(forwarded('2001:db8:1:3::1'));
  // Zeros left out before the household's own part must not make it count as many.
  expect(forwarded('2001:db8::aaaa:0:0:1')).toBe(forwarded('2001:db8::bbbb:0:0:1'));
  expect(forwarded('2001:db8::1')).toBe(forwarded('2001:0DB8:0000::2'));
});

test('an IPv4 address written as IPv6 is not taken for a household of everybody', () => {
  expect(forwarded('::ffff:203.0.113.7')).toBe(forwarded('203.0.113.7'));
  expect(forwarded('::ffff:203.0.113.7')).not.toBe(forwarded('::ffff:198.51.100.1'));
});

test('the port that some proxies add does not make a connection a client', () => {
  expect(forwarded('203.0.113.7:51234')).toBe(forwarded('203.0.113.7'));
  expect(forwarded('[2001:db8:1:2::1]:443')).toBe(forwarded('2001:db8:1:2::9'));
});

test.for(['127.0.0.1', '127.8.9.10', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '[::1]:51234'])(
  '%s is this machine',
  (address) => expect(of({ 'x-forwarded-for': address }).isLocal).toBe(true),
);

test('nobody knows from where: as this machine; everybody else is somebody', () => {
  expect(of({}).isLocal).toBe(true);
  for (const address of ['203.0.113.7', '10.0.0.1', '::2', '2001:db8::1', '198.51.100.1, 203.0.113.7'])
    expect(of({ 'x-forwarded-for': address }).isLocal, address).toBe(false);
  expect(of({ 'x-forwarded-for': '127.0.0.1, 203.0.113.7' }).isLocal).toBe(false);
});
