import { KEPT_SECONDS } from '#lib/domain/retention.ts';
import { logger } from '#lib/logger.ts';
import { redis } from '#lib/redis.ts';

const keyOf = (account: string, address: string) => `known-network:${account}:${address}`;

/**
 * Whether the account was signed in from this address before: its owner is there, and others who guess its password
 * elsewhere must not get in the way. After a loss of Redis no network is known until the next sign-in.
 * @param address key of an IP address.
 */
export async function isKnownNetwork(account: string, address: string): Promise<boolean> {
  try {
    return (await redis().exists(keyOf(account, address))) > 0;
  } catch (error) {
    logger().warn({ err: error }, 'known networks could not be read');
    return false;
  }
}

/** Only after a successful sign-in or sign-up. */
export async function rememberNetwork(account: string, address: string): Promise<void> {
  await redis()
    .set(keyOf(account, address), '1', 'EX', KEPT_SECONDS.knownNetwork)
    .catch((error) => logger().warn({ err: error }, 'a known network could not be stored'));
}
