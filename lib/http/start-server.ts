import { envOrExit } from '#lib/env.ts';
import { startLiveHub } from '#lib/live/live-hub.ts';
import { redisReady } from '#lib/redis.ts';

/** Reads the settings, with one sentence and an end where one is wrong, and starts listening for changes. */
export async function startServer(): Promise<void> {
  envOrExit();
  // Each open event stream adds one listener for the signals that end it.
  process.setMaxListeners(0);
  startLiveHub();
  await redisReady();
}
