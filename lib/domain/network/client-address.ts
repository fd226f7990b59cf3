import { formatIp, isInNetwork, type Network, parseForwardedIp, parseIp } from './ip-address.ts';

/** Of a client who has disconnected before the address could be read. Everyone of these shares it. */
const UNKNOWN = '0.0.0.0';
/** How nginx writes a client that came through a socket on its own machine. */
const LOCAL_SOCKET = /^unix:/;
const LOCAL = '127.0.0.1';

export type ClientAddress = {
  /** As text, without port; every address has one text. */
  address: string;
  /** Whether the other end of the connection is a trusted proxy, whose word counts. */
  isProxied: boolean;
};

/**
 * Who sends a request. X-Forwarded-For counts only from a trusted proxy, and is read from the right, where each proxy
 * adds the address that it has seen itself: the first one that is not a trusted proxy's is the client's, and everything
 * left of it may be invented.
 * @param peer the address at the other end of the connection.
 * @param forwarded the value of X-Forwarded-For.
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  trusted: readonly Network[],
): ClientAddress {
  const isTrusted = (bytes: readonly number[]) => trusted.some((network) => isInNetwork(bytes, network));
  let nearest = parseIp(peer?.replace(/%.*$/, '') ?? UNKNOWN) ?? parseIp(UNKNOWN) ?? [];
  if (!isTrusted(nearest)) return { address: formatIp(nearest), isProxied: false };
  for (const entry of forwarded?.split(',').reverse() ?? []) {
    const text = entry.trim();
    const bytes = parseForwardedIp(LOCAL_SOCKET.test(text) ? LOCAL : text);
    // No proxy writes anything else: what is left of it cannot be believed either.
    if (!bytes) break;
    nearest = bytes;
    if (!isTrusted(bytes)) break;
  }
  return { address: formatIp(nearest), isProxied: true };
}
