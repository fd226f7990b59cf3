import { currentRequestContext, type RequestContext, recordDatabaseFailure } from '#lib/database-errors.ts';

type Flight = { tags: readonly string[]; result: Promise<unknown>; request: RequestContext | undefined };

// Next loads this module once per bundle, and its cache a copy besides; what is under way is one thing per process.
const shared = globalThis as typeof globalThis & { makeYourSpaceFlights?: Map<string, Flight> };
shared.makeYourSpaceFlights ??= new Map();
const flights = shared.makeYourSpaceFlights;

/**
 * Loads what many ask for at the same moment once: whoever asks while it is being loaded waits for the same result.
 * @param tags what the result depends on; see `forgetFlights`.
 */
export async function singleFlight<T>(key: string, tags: readonly string[], load: () => Promise<T>): Promise<T> {
  const running = flights.get(key);
  if (running) {
    try {
      return (await running.result) as T;
    } catch (error) {
      // It failed this request too, which has to be answered in the same way.
      if (running.request?.failure) recordDatabaseFailure(running.request.failure, currentRequestContext());
      throw error;
    }
  }
  const result = load();
  const flight: Flight = { tags, result, request: currentRequestContext() };
  flights.set(key, flight);
  try {
    return await result;
  } finally {
    if (flights.get(key) === flight) flights.delete(key);
  }
}

/** From now on nobody joins a load that began before a change of one of these tags. */
export function forgetFlights(tags: readonly string[]): void {
  for (const [key, flight] of flights) if (flight.tags.some((tag) => tags.includes(tag))) flights.delete(key);
}
