/** Networks around an address, by the length of their prefix: of IPv4 `/24`, of IPv6 `/56` and `/48`. */
export type NetworkSize = '/24' | '/56' | '/48';

export type WiderNetwork = { size: NetworkSize; network: string };

/**
 * The networks around an address, narrowest first; none if it is no IP address.
 * @param network an IPv4 address, or the first four groups of an IPv6 address (its /64), such as `2001:db8:0:12ab`.
 */
export function widerNetworks(network: string): WiderNetwork[] {
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(network);
  if (v4) return [{ size: '/24', network: `${v4[1]}.0` }];
  const groups = network.split(':');
  if (groups.length !== 4 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return [];
  const [first, second, third, fourth] = groups.map((group) => Number.parseInt(group, 16).toString(16));
  const site = `${first}:${second}:${third}`;
  const household = Number.parseInt(fourth ?? '0', 16) & 0xff00;
  return [
    { size: '/56', network: `${site}:${household.toString(16)}` },
    { size: '/48', network: site },
  ];
}
