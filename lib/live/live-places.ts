/**
 * Open streams of this web process for each address and for each wider network. Browsers share one between their tabs,
 * so the first is for the devices of a household or a small office; a process has room for 5,000.
 */
export const STREAM_LIMITS = { address: 20, network: 200 } as const;

export type StreamOrigin = {
  /** Keys of the IP address and of the network around it; null where they identify nobody. */
  address: string | null;
  network: string | null;
};

// Next loads this module once per bundle, but the limits apply to the whole process.
const shared = globalThis as typeof globalThis & { makeYourSpaceStreams?: Map<string, number> };
shared.makeYourSpaceStreams ??= new Map();
const open = shared.makeYourSpaceStreams;

/** @returns a function that gives the place back, once; null if there is none. */
export function takeStreamPlace({ address, network }: StreamOrigin): (() => void) | null {
  const places = [
    { key: `address ${address}`, isCounted: address !== null, limit: STREAM_LIMITS.address },
    { key: `network ${network}`, isCounted: network !== null, limit: STREAM_LIMITS.network },
  ].filter(({ isCounted }) => isCounted);
  if (places.some(({ key, limit }) => (open.get(key) ?? 0) >= limit)) return null;
  for (const { key } of places) open.set(key, (open.get(key) ?? 0) + 1);
  let isTaken = true;
  return () => {
    if (!isTaken) return;
    isTaken = false;
    for (const { key } of places) {
      const left = (open.get(key) ?? 1) - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    }
  };
}
