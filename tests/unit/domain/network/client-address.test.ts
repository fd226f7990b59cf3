import { expect, test } from 'vitest';
import { clientAddress } from '#lib/domain/network/client-address.ts';
import { parseNetwork } from '#lib/domain/network/ip-address.ts';

const trusted = ['127.0.0.0/8', '::1', '10.0.0.0/8', '2001:db8:ffff::/48'].flatMap((text) => parseNetwork(text) ?? []);
const addressOf = (peer: string | undefined, forwarded?: string, proxies = trusted) =>
  clientAddress(peer, forwarded, proxies).address;

test.for<[string, string | undefined, string | undefined, string]>([
  ['without a proxy the connection decides', '203.0.113.7', undefined, '203.0.113.7'],
  ['nobody chooses their own address', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['nor by claiming to come through a proxy', '203.0.113.7', '198.51.100.1, 127.0.0.1', '203.0.113.7'],
  ['IPv4 within IPv6 is the same peer', '::ffff:203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['a trusted proxy names the client', '127.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['also as IPv4 within IPv6', '::ffff:127.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['what the client sent is left of what the proxy saw', '127.0.0.1', '6.6.6.6, 203.0.113.7', '203.0.113.7'],
  ['a chain of proxies is skipped', '::1', '6.6.6.6, 203.0.113.7, 10.0.0.2, 10.0.0.1', '203.0.113.7'],
  ['trusted addresses further left are invented', '::1', '10.0.0.9, 203.0.113.7, 10.0.0.1', '203.0.113.7'],
  ['a proxy in IPv6', '2001:db8:ffff::1', '2001:db8:1:2::3', '2001:db8:1:2:0:0:0:3'],
  ['ports and brackets', '127.0.0.1', '[2001:db8::1]:443, 10.0.0.1:8080', '2001:db8:0:0:0:0:0:1'],
  ['a proxy that is the client', '127.0.0.1', undefined, '127.0.0.1'],
  ['only proxies: the first of them', '127.0.0.1', '10.0.0.2, 10.0.0.1', '10.0.0.2'],
  ['a socket on the proxy’s own machine', '127.0.0.1', '203.0.113.7, unix:', '203.0.113.7'],
  ['nothing that is no address', '127.0.0.1', '203.0.113.7, unknown, 10.0.0.1', '10.0.0.1'],
  ['nor an empty entry', '127.0.0.1', '203.0.113.7,,', '127.0.0.1'],
  ['a client who is gone is nobody in particular', undefined, '203.0.113.7', '0.0.0.0'],
  ['a link-local peer', 'fe80::1%eth0', '203.0.113.7', 'fe80:0:0:0:0:0:0:1'],
])('%s', ([, peer, forwarded, address]) => {
  expect(addressOf(peer, forwarded)).toBe(address);
});

test('without trusted proxies the header never counts', () => {
  expect(addressOf('127.0.0.1', '203.0.113.7', [])).toBe('127.0.0.1');
});
