import { Resolver } from 'node:dns/promises';
import { ExpectedError } from '#lib/domain/errors.ts';
import { formatIp, type IpAddress, isInNetwork, parseIp } from '#lib/domain/network/ip-address.ts';
import { isPublicAddress } from '#lib/domain/network/public-address.ts';
import { env } from '#lib/env.ts';

/** Where a request goes: each address was checked, and the connection uses no other. */
export type Target = { url: URL; addresses: readonly { address: string; family: 4 | 6 }[] };

export type ResolveName = (name: string, signal: AbortSignal) => Promise<string[]>;

/** Milliseconds for one question, and how often it is asked. */
const DNS = { timeout: 2_000, tries: 2 } as const;
const LOOPBACK_NAME = /(^|\.)localhost\.?$/i;

/**
 * Looks up where a URL leads, and checks it: https on its usual port and no address that is not on the internet. In
 * WEBHOOK_PRIVATE_NETWORKS http and other ports are allowed as well.
 * @throws {ExpectedError} webhook-url-insecure, webhook-url-credentials, webhook-name-unknown, webhook-address-refused; the
 *   field is `url`
 */
export async function resolveTarget(
  href: string,
  signal: AbortSignal,
  resolveName: ResolveName = resolveByDns,
): Promise<Target> {
  const url = new URL(href);
  const privateNetworks = env().WEBHOOK_PRIVATE_NETWORKS;
  const isSecure = url.protocol === 'https:' && url.port === '';
  if (url.username || url.password) throw new ExpectedError('webhook-url-credentials', 'url');
  if (!isSecure && privateNetworks.length === 0) throw new ExpectedError('webhook-url-insecure', 'url');
  const addresses = await addressesOf(url.hostname, signal, resolveName);
  if (addresses.length === 0) throw new ExpectedError('webhook-name-unknown', 'url');
  const isAllowedPrivate = (address: IpAddress) => privateNetworks.some((network) => isInNetwork(address, network));
  if (!addresses.every((address) => isPublicAddress(address) || isAllowedPrivate(address))) {
    throw new ExpectedError('webhook-address-refused', 'url');
  }
  if (!isSecure && !addresses.every(isAllowedPrivate)) throw new ExpectedError('webhook-url-insecure', 'url');
  return {
    url,
    addresses: addresses.map((address) => ({ address: formatIp(address), family: address.length === 4 ? 4 : 6 })),
  };
}

async function addressesOf(host: string, signal: AbortSignal, resolveName: ResolveName): Promise<IpAddress[]> {
  // The URL parser has brought `0x7f.1`, `2130706433` and the like into this form.
  const literal = parseIp(host.replace(/^\[(.*)\]$/, '$1'));
  if (literal) return [literal];
  const found = await resolveName(host, signal);
  return found.map((text) => {
    const address = parseIp(text);
    if (!address) throw new Error(`the name server has returned ${JSON.stringify(text)}, which is no address`);
    return address;
  });
}

/**
 * Asks the name servers, and not the system's own resolver: that has four threads, which the whole process shares, and a
 * slow name server could keep all of them. So /etc/hosts does not count.
 * @returns no addresses if the name has none.
 */
async function resolveByDns(name: string, signal: AbortSignal): Promise<string[]> {
  if (LOOPBACK_NAME.test(name)) return ['127.0.0.1', '::1'];
  const resolver = new Resolver(DNS);
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel);
  try {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    signal.throwIfAborted();
    return [v4, v6].flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
