import { logger } from '#lib/logger.ts';
import { known } from './known-shop.ts';
import { refreshShop } from './refresh-shop.ts';

/** Milliseconds between two readings: with the time that a page takes, a change is everywhere within two seconds. */
const INTERVAL_MS = 1_000;

/**
 * Reads the host's decisions now and then every second, which finds a change also while Redis, which announces it, is
 * not there. One small query a second costs less than knowing whether a message was lost.
 * @param onChange is called after each change since the first reading.
 * @returns when the first reading has ended, well or not.
 */
export async function watchShop(onChange = () => {}): Promise<void> {
  let wasReachable = true;
  const read = async () => {
    try {
      await refreshShop();
      wasReachable = true;
    } catch (error) {
      if (wasReachable) logger().warn({ err: error }, 'the settings of the shop could not be read');
      wasReachable = false;
    }
  };
  await read();
  let seen = known.text;
  const readLater = () =>
    setTimeout(async () => {
      await read();
      if (known.text !== seen) onChange();
      seen = known.text;
      readLater();
    }, INTERVAL_MS).unref();
  readLater();
}
