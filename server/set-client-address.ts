import { type ClientAddress, clientAddress } from '#lib/domain/network/client-address.ts';
import { isPrivate, parseIp } from '#lib/domain/network/ip-address.ts';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { peerAddress } from './peer-address.ts';
import type { RequestExchange } from './request-exchange.ts';

/** Other headers that name a client. Only X-Forwarded-For is read, so no program behind may find another answer here. */
const OTHER_ADDRESSES = ['x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip', 'forwarded'];
/** What a proxy says about the request that it has received. Next compares x-forwarded-host with a form's origin. */
const FROM_PROXIES_ONLY = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-cache-time'];

/** A browser sends many requests, so what was read is remembered for this many pairs of peer and header. */
const MAX_REMEMBERED = 1_000;
const MAX_KEY_LENGTH = 300;
const remembered = new Map<string, ClientAddress>();
const MAX_WARNED = 20;
const warned = new Set<string>();

/**
 * Replaces X-Forwarded-For by the one address that the request comes from, for everything behind: clients may send any
 * value, and the connection that proves it is hidden from pages and routes.
 */
export function setClientAddress({ request }: Pick<RequestExchange, 'request'>): void {
  const { headers } = request;
  const { address, isProxied } = addressOf(peerAddress(request.socket), headers['x-forwarded-for']?.toString());
  headers['x-forwarded-for'] = address;
  for (const name of OTHER_ADDRESSES) delete headers[name];
  if (isProxied) return;
  for (const name of FROM_PROXIES_ONLY) delete headers[name];
}

function addressOf(peer: string | undefined, forwarded: string | undefined): ClientAddress {
  const key = `${peer} ${forwarded}`;
  const known = remembered.get(key);
  if (known) return known;
  const found = clientAddress(peer, forwarded, env().TRUSTED_PROXIES);
  if (forwarded !== undefined && !found.isProxied) warnOfProxy(found.address);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  if (key.length <= MAX_KEY_LENGTH) remembered.set(key, found);
  return found;
}

/**
 * A proxy on the host's own network that nobody has named: all visitors seem to come from its address, and share its
 * limits. From elsewhere anybody can send the header.
 */
function warnOfProxy(address: string): void {
  const bytes = parseIp(address);
  if (!bytes || !isPrivate(bytes) || warned.has(address) || warned.size >= MAX_WARNED) return;
  warned.add(address);
  logger().warn(
    { address },
    'X-Forwarded-For from this address is ignored: if it is a proxy of yours, name it in TRUSTED_PROXIES',
  );
}
