import { recordDatabaseFailure } from '#lib/database-errors.ts';
import { currentRequestContext, type RequestContext } from '#lib/request-context.ts';

type RunningLoad = { tags: readonly string[]; result: Promise<unknown>; request: RequestContext | undefined };

// Next loads this module once per bundle, and its cache handler loads it again, but running loads belong to the
// process.
const shared = globalThis as typeof globalThis & { makeYourSpaceRunningLoads?: Map<string, RunningLoad> };
shared.makeYourSpaceRunningLoads ??= new Map();
const runningLoads = shared.makeYourSpaceRunningLoads;

/**
 * Loads what several callers ask for at the same time only once: callers join a load that is running.
 * @param tags what the result depends on; see `forgetRunningLoads`.
 */
export async function singleFlight<T>(key: string, tags: readonly string[], load: () => Promise<T>): Promise<T> {
  const running = runningLoads.get(key);
  if (running) {
    try {
      return (await running.result) as T;
    } catch (error) {
      // The failure affects this request too, so that its response is the same.
      if (running.request?.failure) recordDatabaseFailure(running.request.failure, currentRequestContext());
      throw error;
    }
  }
  const result = load();
  const own: RunningLoad = { tags, result, request: currentRequestContext() };
  runningLoads.set(key, own);
  try {
    return await result;
  } finally {
    if (runningLoads.get(key) === own) runningLoads.delete(key);
  }
}

/** After a change of one of these tags no new caller joins a load that started before it. */
export function forgetRunningLoads(tags: readonly string[]): void {
  for (const [key, { tags: loadTags }] of runningLoads) {
    if (loadTags.some((tag) => tags.includes(tag))) runningLoads.delete(key);
  }
}
