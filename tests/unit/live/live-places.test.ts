import { expect, test } from 'vitest';
import { STREAM_LIMITS, takeStreamPlace } from '#lib/live/live-places.ts';

const take = (count: number, address: string | null, network: string | null) =>
  Array.from({ length: count }, (_, index) =>
    takeStreamPlace({ address: address?.replace('*', String(index)) ?? null, network }),
  );

test('an address has twenty streams at once, and nobody else is refused', () => {
  const places = take(STREAM_LIMITS.address, 'one', 'one network');
  expect(places).not.toContain(null);
  expect(takeStreamPlace({ address: 'one', network: 'one network' })).toBeNull();
  const other = takeStreamPlace({ address: 'other', network: 'one network' });
  expect(other).not.toBeNull();
  places[0]?.();
  // Ended twice, as when the client leaves while the process stops: only one place is free.
  places[0]?.();
  places[0] = takeStreamPlace({ address: 'one', network: 'one network' });
  expect(places[0]).not.toBeNull();
  expect(takeStreamPlace({ address: 'one', network: 'one network' })).toBeNull();
  for (const leave of [...places, other]) leave?.();
  expect(take(STREAM_LIMITS.address, 'one', 'one network')).not.toContain(null);
});

test('many addresses of one wider network share two hundred', () => {
  const places = take(STREAM_LIMITS.network, 'many *', 'wide');
  expect(places).not.toContain(null);
  expect(takeStreamPlace({ address: 'another', network: 'wide' })).toBeNull();
  places[7]?.();
  expect(takeStreamPlace({ address: 'another', network: 'wide' })).not.toBeNull();
});

test('clients whose address says nothing are not limited here', () => {
  expect(take(1_000, null, null)).not.toContain(null);
});
