import { createHmac } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { type NetworkSize, widerNetworks } from '#lib/domain/network/wider-networks.ts';
import { env } from '#lib/env.ts';

export type RequestAddress = {
  /** A keyed hash, so that stored values identify nobody. */
  key: string;
  /** Keyed hashes of the networks around it, narrowest first. */
  networks: { size: NetworkSize; key: string }[];
  /** From this machine, or unknown: then the address does not identify the client. */
  isLocal: boolean;
};

/**
 * A request's IP address, for limits only: the last entry of X-Forwarded-For, which our own proxy added and clients
 * cannot forge. Without a proxy Next puts the connection's address there. IPv6 counts by its /64, which belongs to one
 * household.
 * @param secret the key of the hash.
 */
export function requestAddress(headers: Headers, secret = env().NEXTAUTH_SECRET): RequestAddress {
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  const network = networkOf(forwarded || headers.get('x-real-ip') || 'unknown');
  const keyOf = (text: string) => createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22);
  return {
    key: keyOf(`address ${network}`),
    networks: widerNetworks(network).map(({ size, network: around }) => ({
      ...{ size, key: `${size} ${keyOf(`network ${around}${size}`)}` },
    })),
    isLocal: network === 'unknown' || network === LOCAL_V6 || network.startsWith('127.'),
  };
}

const LOCAL_V6 = 'this machine';

function networkOf(address: string): string {
  // Some proxies add the port, 203.0.113.7:51234 or [2001:db8::1]:51234, or a zone, fe80::1%eth0.
  const host = address
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '');
  const asV4 = host.replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (isIPv4(asV4)) return asV4;
  if (!isIPv6(host)) return host;
  const groups = groupsOf(host);
  return groups.join(':') === '0:0:0:0:0:0:0:1' ? LOCAL_V6 : groups.slice(0, 4).join(':');
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const missing = tail ? 8 - head.length - tail.length : 0;
  return [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
}
