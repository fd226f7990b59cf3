import { expect, test } from 'vitest';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';

const addressOf = (headers: Record<string, string>, secret = 'secret') => requestAddress(new Headers(headers), secret);
const forwarded = (address: string) => addressOf({ 'x-forwarded-for': address }).key;

test('the key is a keyed hash that does not reveal the address', () => {
  expect(forwarded('203.0.113.7')).toMatch(/^[\w-]{22}$/);
  expect(forwarded('203.0.113.7')).not.toContain('203');
  expect(addressOf({ 'x-forwarded-for': '203.0.113.7' }, 'another').key).not.toBe(forwarded('203.0.113.7'));
});

test('the address is in X-Forwarded-For alone, in its last entry', () => {
  expect(forwarded('198.51.100.1, 203.0.113.7')).toBe(forwarded('203.0.113.7'));
  expect(forwarded('203.0.113.7, 198.51.100.1')).not.toBe(forwarded('203.0.113.7'));
  expect(addressOf({ 'x-real-ip': '198.51.100.1', 'x-forwarded-for': '203.0.113.7' }).key).toBe(
    forwarded('203.0.113.7'),
  );
  expect(addressOf({ 'x-real-ip': '203.0.113.7' })).toEqual(addressOf({}));
});

test('a wider network holds many households, and this machine has none', () => {
  const networkOf = (address: string) => requestNetwork(new Headers({ 'x-forwarded-for': address }), 'secret');
  expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:db8:1:ffff::1'));
  expect(networkOf('2001:db8:1::1')).not.toBe(networkOf('2001:db8:2::1'));
  expect(networkOf('203.0.113.7')).toBe(networkOf('::ffff:203.0.113.250'));
  expect(networkOf('203.0.113.7')).not.toBe(networkOf('203.0.114.7'));
  expect(networkOf('203.0.113.7')).not.toBe(forwarded('203.0.113.0'));
  expect(networkOf('::1')).toBeNull();
  expect(requestNetwork(new Headers(), 'secret')).toBeNull();
});

test('all addresses of an IPv6 household share one key, however they are written', () => {
  expect(forwarded('2001:db8:1:2:aaaa::1')).toBe(forwarded('2001:db8:1:2:bbbb:cccc:dddd:eeee'));
  expect(forwarded('2001:db8:1:2::1')).not.toBe(forwarded('2001:db8:1:3::1'));
  // Zeros omitted within the first 64 bits do not split a household into many.
  expect(forwarded('2001:db8::aaaa:0:0:1')).toBe(forwarded('2001:db8::bbbb:0:0:1'));
  expect(forwarded('2001:db8::1')).toBe(forwarded('2001:0DB8:0000::2'));
});

test('IPv4 addresses written as IPv6 do not share one key', () => {
  expect(forwarded('::ffff:203.0.113.7')).toBe(forwarded('203.0.113.7'));
  expect(forwarded('::ffff:203.0.113.7')).not.toBe(forwarded('::ffff:198.51.100.1'));
});

test('a port that a proxy adds does not change the key', () => {
  expect(forwarded('203.0.113.7:51234')).toBe(forwarded('203.0.113.7'));
  expect(forwarded('[2001:db8:1:2::1]:443')).toBe(forwarded('2001:db8:1:2::9'));
});

test.for(['127.0.0.1', '127.8.9.10', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '[::1]:51234'])(
  '%s is this machine',
  (address) => expect(addressOf({ 'x-forwarded-for': address }).isLocal).toBe(true),
);

test('a request without an address counts as local, and every other address does not', () => {
  expect(addressOf({}).isLocal).toBe(true);
  for (const address of ['203.0.113.7', '10.0.0.1', '::2', '2001:db8::1', '198.51.100.1, 203.0.113.7'])
    expect(addressOf({ 'x-forwarded-for': address }).isLocal, address).toBe(false);
  expect(addressOf({ 'x-forwarded-for': '127.0.0.1, 203.0.113.7' }).isLocal).toBe(false);
});

test('the networks around an address have keys of their own, with their size', () => {
  const networks = (address: string) => addressOf({ 'x-forwarded-for': address }).networks;
  expect(networks('203.0.113.7').map(({ size }) => size)).toEqual(['/24']);
  expect(networks('2001:db8:1:2::1').map(({ size }) => size)).toEqual(['/56', '/48']);
  for (const { size, key } of networks('2001:db8:1:2::1')) expect(key).toMatch(new RegExp(`^${size} [\\w-]{22}$`));
  expect(networks('2001:db8:1:2::1')).toEqual(networks('[2001:db8:1:ff:abcd::9]:443'));
  expect(networks('2001:db8:1:2::1')[1]).toEqual(networks('2001:db8:1:ff02::1')[1]);
  expect(networks('2001:db8:1:2::1')[0]).not.toEqual(networks('2001:db8:1:ff02::1')[0]);
  expect(networks('203.0.113.7')).toEqual(networks('::ffff:203.0.113.8'));
  expect(networks('::1')).toEqual([]);
});
