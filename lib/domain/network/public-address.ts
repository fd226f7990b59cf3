import { type IpAddress, isInNetwork, type Network, parseNetwork } from './ip-address.ts';

const networks = (texts: readonly string[]): Network[] =>
  texts.map((text) => {
    const network = parseNetwork(text);
    if (!network) throw new RangeError(`not a network: ${text}`);
    return network;
  });

/** IPv4 that is not on the internet, or not one machine there: the registry of RFC 6890, and Azure's own services. */
const NOT_PUBLIC_V4 = networks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '168.63.129.16',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);

/** All of IPv6 that is given out. NAT64, unique local, link-local, multicast and the loopback address are outside. */
const GLOBAL_V6 = networks(['2000::/3']);

/** Within that: special purposes and Teredo, documentation twice, and 6to4, which has an IPv4 address in it. */
const NOT_PUBLIC_V6 = networks(['2001::/23', '2001:db8::/32', '3fff::/20', '2002::/16']);

const isInOneOf = (address: IpAddress, list: readonly Network[]) =>
  list.some((network) => isInNetwork(address, network));

/** Whether a machine on the internet may have this address. IPv6 that stands for IPv4 (`::ffff:…`) counts as IPv4. */
export function isPublicAddress(address: IpAddress): boolean {
  if (address.length === 4) return !isInOneOf(address, NOT_PUBLIC_V4);
  return isInOneOf(address, GLOBAL_V6) && !isInOneOf(address, NOT_PUBLIC_V6);
}
