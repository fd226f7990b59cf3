import { expect, test } from 'vitest';
import { parseIp } from '#lib/domain/network/ip-address.ts';
import { widerNetworks } from '#lib/domain/network/wider-networks.ts';

const around = (address: string) => widerNetworks(parseIp(address));

test.for([
  ['203.0.113.7', [{ size: '/24', network: '203.0.113.0/24' }]],
  ['::ffff:203.0.113.7', [{ size: '/24', network: '203.0.113.0/24' }]],
  [
    '2001:db8:77:12ab::1',
    [
      { size: '/56', network: '2001:db8:77:1200:0:0:0:0/56' },
      { size: '/48', network: '2001:db8:77:0:0:0:0:0/48' },
    ],
  ],
  ['this machine', []],
  ['1:2:3:x', []],
] as const)('the networks around %s', ([address, expected]) => expect(around(address)).toEqual(expected));

test('addresses of one network share it, however they are written, and others do not', () => {
  const of = (address: string, size: string) => around(address).find((one) => one.size === size)?.network;
  expect(of('203.0.113.7', '/24')).toBe(of('203.0.113.250', '/24'));
  expect(of('203.0.113.7', '/24')).not.toBe(of('203.0.114.7', '/24'));
  expect(of('2001:db8:77:1ff::1', '/56')).toBe(of('2001:0DB8:0077:0100:9::9', '/56'));
  expect(of('2001:db8:77:1ff::1', '/56')).not.toBe(of('2001:db8:77:200::1', '/56'));
  expect(of('2001:db8:77:1ff::1', '/48')).toBe(of('2001:db8:77:ffff::1', '/48'));
  expect(of('2001:db8:77:1ff::1', '/48')).not.toBe(of('2001:db8:78:1ff::1', '/48'));
});
