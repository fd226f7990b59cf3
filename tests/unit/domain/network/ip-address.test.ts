import { BlockList, isIP, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatIp,
  type IpAddress,
  isInNetwork,
  isLoopback,
  isPrivate,
  networkOf,
  parseForwardedIp,
  parseIp,
  parseNetwork,
} from '#lib/domain/network/ip-address.ts';

/** Texts that are nearly addresses. */
const nearAddress = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.stringMatching(/^[0-9a-f:.]{0,30}$/),
  fc.stringMatching(/^(?:[0-9a-f]{0,5}:){0,9}[0-9a-f]{0,5}$/),
  fc.tuple(fc.stringMatching(/^(?:[0-9a-f]{0,4}:){1,7}$/), fc.ipV4()).map(([groups, v4]) => groups + v4),
);
const bits = (address: IpAddress) => address.map((byte) => byte.toString(2).padStart(8, '0')).join('');

test('an address is what Node takes for one', () => {
  fc.assert(
    fc.property(nearAddress, (text) => {
      expect(parseIp(text) !== null, text).toBe(isIP(text) !== 0);
    }),
    { numRuns: 3_000 },
  );
});

test('however an address is written, it has one text, which is the same address for Node', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const address = parseIp(text);
      if (!address) throw new Error(text);
      const formatted = formatIp(address);
      expect(parseIp(formatted)).toEqual(address);
      const list = new BlockList();
      list.addAddress(formatted, isIPv4(formatted) ? 'ipv4' : 'ipv6');
      expect(list.check(text, isIPv4(text) ? 'ipv4' : 'ipv6'), text).toBe(true);
    }),
  );
});

test('a network holds the addresses that begin with the same bits', () => {
  const pair = fc.oneof(fc.tuple(fc.ipV4(), fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.ipV6(), fc.nat(128)));
  fc.assert(
    fc.property(pair, ([one, other, prefix]) => {
      const [address, network] = [parseIp(one), parseIp(other)];
      if (!address || !network || address.length !== network.length || prefix > 8 * address.length) return;
      const isInside = bits(address).slice(0, prefix) === bits(network).slice(0, prefix);
      expect(isInNetwork(address, { address: network, prefix })).toBe(isInside);
      expect(isInNetwork(address, { address, prefix })).toBe(true);
      const lengths = { v4: prefix, v6: prefix };
      expect(networkOf(address, lengths) === networkOf(network, lengths)).toBe(isInside);
    }),
  );
});

test.for([
  ['203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2ff::9', '2001:db8:1:200:0:0:0:0/56'],
])('the network of %s is %s', ([address, network]) => {
  expect(networkOf(parseIp(address ?? '') ?? [], { v4: 24, v6: 56 })).toBe(network);
});

test.for([
  ['203.0.113.7:51234', '203.0.113.7'],
  ['[2001:db8::1]:443', '2001:db8:0:0:0:0:0:1'],
  ['[2001:db8::1]', '2001:db8:0:0:0:0:0:1'],
  ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1'],
  [' ::FFFF:10.0.0.1 ', '10.0.0.1'],
])('%j from a proxy is %s', ([text, address]) => {
  expect(formatIp(parseForwardedIp(text ?? '') ?? [])).toBe(address);
});

test.for([
  '',
  'unknown',
  '_hidden',
  '1.2.3',
  '1.2.3.4.5',
  '01.2.3.4',
  '256.1.1.1',
  '1.2.3.4:x',
  '[::1',
  '::1::',
  '10.0.0.1/8',
])('%j is no address', (text) => expect(parseForwardedIp(text)).toBeNull());

test.for([
  ['10.1.2.3/8', '10.255.0.1', '11.0.0.1'],
  ['::ffff:10.0.0.0/104', '10.255.0.1', '11.0.0.1'],
  ['2001:db8::/32', '2001:db8:ffff::1', '2001:db9::1'],
  ['192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2'],
])('the network %s holds %s and not %s', ([text, inside, outside]) => {
  const network = parseNetwork(text ?? '');
  if (!network) throw new Error('no network');
  expect([inside, outside].map((address) => isInNetwork(parseIp(address ?? '') ?? [], network))).toEqual([true, false]);
});

test.for([
  '',
  '/8',
  '10.0.0.0/',
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0/8/8',
  'localhost',
  '::ffff:10.0.0.0/95',
  '10.0.0.0:80',
])('%j is no network', (text) => expect(parseNetwork(text)).toBeNull());

test('this machine is 127.0.0.0/8 and ::1', () => {
  const local = ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '128.0.0.1', '::2', '0.0.0.0'];
  expect(local.map((text) => isLoopback(parseIp(text) ?? []))).toEqual([true, true, true, true, false, false, false]);
});

test('addresses of networks of one’s own are private', () => {
  const own = ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.1.1', 'fd12::1', 'fe80::1'];
  const others = ['172.32.0.1', '192.169.0.1', '11.0.0.1', '2001:db8::1', 'fec0::1'];
  expect(own.filter((text) => !isPrivate(parseIp(text) ?? []))).toEqual([]);
  expect(others.filter((text) => isPrivate(parseIp(text) ?? []))).toEqual([]);
});
