/** The 4 bytes of an IPv4 address, also of one that is written as IPv6 (`::ffff:203.0.113.7`), or the 16 of IPv6. */
export type IpAddress = readonly number[];

/** Addresses that begin with the same `prefix` bits. */
export type Network = { address: IpAddress; prefix: number };

/** Lengths in bits: `{ v4: 24, v6: 48 }`. */
export type PrefixLengths = { v4: number; v6: number };

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const V4_BITS = 32;
const V6_BITS = 128;
/** `::ffff:0:0/96` holds all IPv4 addresses. */
const MAPPED_BITS = V6_BITS - V4_BITS;

/** An address as it is written in RFC 4291, without port or zone; null for anything else. */
export function parseIp(text: string): IpAddress | null {
  if (IPV4.test(text)) return text.split('.').map(Number);
  const bytes = parseIpv6(text);
  return bytes && isMapped(bytes) ? bytes.slice(-4) : bytes;
}

/** Like `parseIp`; some proxies add a port, `203.0.113.7:51234` or `[2001:db8::1]:51234`, or a zone, `fe80::1%eth0`. */
export function parseForwardedIp(text: string): IpAddress | null {
  return parseIp(
    text
      .trim()
      .replace(/^\[(.*)\](?::\d+)?$/, '$1')
      .replace(/^([\d.]+):\d+$/, '$1')
      .replace(/%.*$/, ''),
  );
}

/** An address, or a network such as `10.0.0.0/8`; null for anything else. */
export function parseNetwork(text: string): Network | null {
  const [, written = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseIp(written);
  if (!address) return null;
  const bits = address.length * 8;
  const isMappedText = bits === V4_BITS && written.includes(':');
  const prefix = length === undefined ? bits : Number(length) - (isMappedText ? MAPPED_BITS : 0);
  return prefix >= 0 && prefix <= bits ? { address, prefix } : null;
}

export function isInNetwork(address: IpAddress, network: Network): boolean {
  if (address.length !== network.address.length) return false;
  const [one, other] = [masked(address, network.prefix), masked(network.address, network.prefix)];
  return one.every((byte, index) => byte === other[index]);
}

/** The network of an address as text: `203.0.113.0/24`, `2001:db8:1:0:0:0:0:0/48`. Each network has one text. */
export function networkOf(address: IpAddress, { v4, v6 }: PrefixLengths): string {
  const prefix = address.length === 4 ? v4 : v6;
  return `${formatIp(masked(address, prefix))}/${prefix}`;
}

/** Without the abbreviations of IPv6, so that each address has one text. */
export function formatIp(address: IpAddress): string {
  if (address.length === 4) return address.join('.');
  const groups = Array.from(
    { length: 8 },
    (_, index) => (address[2 * index] ?? 0) * 256 + (address[2 * index + 1] ?? 0),
  );
  return groups.map((group) => group.toString(16)).join(':');
}

const networks = (texts: string[]) => texts.flatMap((text) => parseNetwork(text) ?? []);
const LOOPBACK = networks(['127.0.0.0/8', '::1']);
/** RFC 1918, RFC 4193, and the addresses of a single link. */
const PRIVATE = networks(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10']);

/** Whether it is the machine itself. */
export function isLoopback(address: IpAddress): boolean {
  return LOOPBACK.some((network) => isInNetwork(address, network));
}

/** Whether it is the machine itself, or one in a network of its own. */
export function isPrivate(address: IpAddress): boolean {
  return isLoopback(address) || PRIVATE.some((network) => isInNetwork(address, network));
}

function masked(address: IpAddress, prefix: number): number[] {
  return address.map((byte, index) => byte & (0xff00 >> Math.max(0, Math.min(8, prefix - 8 * index))) & 0xff);
}

function parseIpv6(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = null, tail = null] = halves.map((half, index) => parseGroups(half, index === halves.length - 1));
  if (!head || (halves.length === 2 && !tail)) return null;
  const missing = 16 - head.length - (tail?.length ?? 0);
  // `::` stands for one group or more.
  if (tail ? missing < 2 : missing !== 0) return null;
  return [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
}

/** The bytes of groups that are separated by `:`; the last one may be an IPv4 address. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (GROUP.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    } else if (mayEndInIpv4 && index === groups.length - 1 && IPV4.test(group))
      bytes.push(...group.split('.').map(Number));
    else return null;
  }
  return bytes;
}

function isMapped(bytes: IpAddress): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}
