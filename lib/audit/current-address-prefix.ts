import { networkOf, parseForwardedIp } from '#lib/domain/network/ip-address.ts';
import { currentRequestContext } from '#lib/request-context.ts';

/** Wide enough that it names no household. */
const PREFIXES = { v4: 24, v6: 48 };

/**
 * The network that this request comes from, `203.0.113.0/24` or `2001:db8:1:0:0:0:0:0/48`; null outside of a request, and
 * for a client who was gone before the address could be read.
 */
export function currentAddressPrefix(request = currentRequestContext()): string | null {
  // server/set-client-address.ts has put the one address there that clients cannot choose.
  const forwarded = request?.headers?.['x-forwarded-for']?.toString();
  const address = parseForwardedIp(forwarded?.split(',').at(-1) ?? '');
  return address && !address.every((byte) => byte === 0) ? networkOf(address, PREFIXES) : null;
}
