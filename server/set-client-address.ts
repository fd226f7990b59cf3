import { clientAddress } from '#lib/domain/network/client-address.ts';
import { env } from '#lib/env.ts';
import { peerAddress } from './peer-address.ts';
import type { RequestExchange } from './request-exchange.ts';

/** Other headers that name a client. Only X-Forwarded-For is read, so no program behind may find another answer here. */
const OTHER_ADDRESSES = ['x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip', 'forwarded'];
/** What a proxy says about the request that it has received. Next compares x-forwarded-host with a form's origin. */
const FROM_PROXIES_ONLY = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-cache-time'];

/**
 * Replaces X-Forwarded-For by the one address that the request comes from, for everything behind: clients may send any
 * value, and the connection that proves it is hidden from pages and routes.
 */
export function setClientAddress({ request }: Pick<RequestExchange, 'request'>): void {
  const { headers } = request;
  const forwarded = headers['x-forwarded-for'];
  const { address, isProxied } = clientAddress(
    peerAddress(request.socket),
    forwarded?.toString(),
    env().TRUSTED_PROXIES,
  );
  headers['x-forwarded-for'] = address;
  for (const name of OTHER_ADDRESSES) delete headers[name];
  if (isProxied) return;
  for (const name of FROM_PROXIES_ONLY) delete headers[name];
}
