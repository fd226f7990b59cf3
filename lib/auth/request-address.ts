import { createHmac } from 'node:crypto';
import { isLoopback, networkOf, type PrefixLengths, parseForwardedIp } from '#lib/domain/network/ip-address.ts';
import { env } from '#lib/env.ts';

export type RequestAddress = {
  /** A keyed hash, so that stored values identify nobody. */
  key: string;
  /** From this machine, or unknown: then the address does not identify the client. */
  isLocal: boolean;
};

/** An IPv4 address, or an IPv6 /64, which belongs to one household. */
const HOUSEHOLD: PrefixLengths = { v4: 32, v6: 64 };
/** What one customer of a provider may get: with many households inside, or a whole company's network. */
const WIDE: PrefixLengths = { v4: 24, v6: 48 };

/**
 * A request's IP address, for limits only: X-Forwarded-For, in which server/set-client-address.ts has put the one that
 * clients cannot choose.
 * @param secret the key of the hash.
 */
export function requestAddress(headers: Headers, secret = env().NEXTAUTH_SECRET): RequestAddress {
  return addressKey(headers, HOUSEHOLD, secret);
}

/** The key of the wider network that it is in, for limits on people who have many addresses; null from this machine. */
export function requestNetwork(headers: Headers, secret = env().NEXTAUTH_SECRET): string | null {
  const { key, isLocal } = addressKey(headers, WIDE, secret);
  return isLocal ? null : key;
}

function addressKey(headers: Headers, prefix: PrefixLengths, secret: string): RequestAddress {
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';
  const address = parseForwardedIp(forwarded);
  const network = address ? networkOf(address, prefix) : forwarded;
  return {
    key: createHmac('sha256', secret).update(`address ${network}`).digest('base64url').slice(0, 22),
    isLocal: address ? isLoopback(address) : forwarded === 'unknown',
  };
}
