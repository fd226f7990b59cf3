import { expect, test } from 'vitest';
import { requestAddress } from '#lib/auth/request-address.ts';

const of = (headers: Record<string, string>) => requestAddress(new Headers(headers));
const forwarded = (address: string) => of({ 'x-forwarded-for': address });

test('is a hash that names nobody', () => {
  expect(forwarded('203.0.113.7')).toMatch(/^[\w-]{22}$/);
  expect(forwarded('203.0.113.7')).not.toContain('203');
});

test('believes the last hop only, which our own proxy added', () => {
  expect(forwarded('198.51.100.1, 203.0.113.7')).toBe(forwarded('203.0.113.7'));
  expect(forwarded('203.0.113.7, 198.51.100.1')).not.toBe(forwarded('203.0.113.7'));
  expect(of({ 'x-real-ip': '198.51.100.1', 'x-forwarded-for': '203.0.113.7' })).toBe(forwarded('203.0.113.7'));
  expect(of({ 'x-real-ip': '203.0.113.7' })).toBe(forwarded('203.0.113.7'));
  expect(of({})).toBe(of({}));
});

test('an IPv6 household counts once, however many addresses it has', () => {
  expect(forwarded('2001:db8:1:2:aaaa::1')).toBe(forwarded('2001:db8:1:2:bbbb:cccc:dddd:eeee'));
  expect(forwarded('2001:db8:1:2::1')).not.toBe(forwarded('2001:db8:1:3::1'));
});

test('an IPv4 address written as IPv6 is not taken for a household of everybody', () => {
  expect(forwarded('::ffff:203.0.113.7')).not.toBe(forwarded('::ffff:198.51.100.1'));
});
