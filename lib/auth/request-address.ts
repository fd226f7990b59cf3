import { createHmac } from 'node:crypto';
import { isLoopback, networkOf, type PrefixLengths, parseForwardedIp } from '#lib/domain/network/ip-address.ts';
import { type NetworkSize, widerNetworks } from '#lib/domain/network/wider-networks.ts';
import { env } from '#lib/env.ts';

export type RequestAddress = {
  /** A keyed hash, so that stored values identify nobody. */
  key: string;
  /** Keyed hashes of the networks around it, narrowest first; none if it is local. */
  networks: { size: NetworkSize; key: string }[];
  /** From this machine, or unknown: then the address does not identify the client. */
  isLocal: boolean;
};

/** An IPv4 address, or an IPv6 /64, which belongs to one household. */
const HOUSEHOLD: PrefixLengths = { v4: 32, v6: 64 };

/**
 * A request's IP address, for limits only: X-Forwarded-For, in which server/set-client-address.ts has put the one that
 * clients cannot choose.
 * @param secret the key of the hash.
 */
export function requestAddress(headers: Headers, secret = env().NEXTAUTH_SECRET): RequestAddress {
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';
  const address = parseForwardedIp(forwarded);
  const isLocal = address ? isLoopback(address) : forwarded === 'unknown';
  const keyOf = (text: string) => createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22);
  return {
    key: keyOf(`address ${address ? networkOf(address, HOUSEHOLD) : forwarded}`),
    networks: widerNetworks(isLocal ? null : address).map(({ size, network }) => ({
      size,
      key: `${size} ${keyOf(`network ${network}`)}`,
    })),
    isLocal,
  };
}

/**
 * The key of the widest network around it, IPv4 /24 or IPv6 /48, for limits on people who have many addresses; null from
 * this machine.
 */
export function requestNetwork(headers: Headers, secret = env().NEXTAUTH_SECRET): string | null {
  return requestAddress(headers, secret).networks.at(-1)?.key ?? null;
}
