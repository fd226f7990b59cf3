import { expect, test } from 'vitest';
import { widerNetworks } from '#lib/domain/network/wider-networks.ts';

test.for([
  ['203.0.113.7', [{ size: '/24', network: '203.0.113.0' }]],
  [
    '2001:db8:77:12ab',
    [
      { size: '/56', network: '2001:db8:77:1200' },
      { size: '/48', network: '2001:db8:77' },
    ],
  ],
  [
    '2001:db8:0:1',
    [
      { size: '/56', network: '2001:db8:0:0' },
      { size: '/48', network: '2001:db8:0' },
    ],
  ],
  ['this machine', []],
  ['unknown', []],
  ['a:b', []],
  ['1:2:3:x', []],
  ['1:2:3:12345', []],
] as const)('the networks around %s', ([network, expected]) => expect(widerNetworks(network)).toEqual(expected));

test('addresses of one network share its key, however they are written, and others do not', () => {
  const of = (network: string, size: string) => widerNetworks(network).find((one) => one.size === size)?.network;
  expect(of('203.0.113.7', '/24')).toBe(of('203.0.113.250', '/24'));
  expect(of('203.0.113.7', '/24')).not.toBe(of('203.0.114.7', '/24'));
  expect(of('2001:db8:77:1ff', '/56')).toBe(of('2001:0DB8:0077:0100', '/56'));
  expect(of('2001:db8:77:1ff', '/56')).not.toBe(of('2001:db8:77:200', '/56'));
  expect(of('2001:db8:77:1ff', '/48')).toBe(of('2001:db8:77:ffff', '/48'));
  expect(of('2001:db8:77:1ff', '/48')).not.toBe(of('2001:db8:78:1ff', '/48'));
});
