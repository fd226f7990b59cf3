import { type IpAddress, networkOf } from './ip-address.ts';

/** Networks around an address, by the length of their prefix: of IPv4 `/24`, of IPv6 `/56` and `/48`. */
export type NetworkSize = '/24' | '/56' | '/48';

/** `network`: as `networkOf` writes it. */
export type WiderNetwork = { size: NetworkSize; network: string };

/** The networks around an address, narrowest first; none if the address is unknown. */
export function widerNetworks(address: IpAddress | null): WiderNetwork[] {
  if (!address) return [];
  const lengths = address.length === 4 ? ([24] as const) : ([56, 48] as const);
  return lengths.map((length) => ({ size: `/${length}`, network: networkOf(address, { v4: length, v6: length }) }));
}
