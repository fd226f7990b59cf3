import { logger } from '#lib/logger.ts';

/** The result of Redis commands, or null if Redis is not responding: admin pages then show what is in the database. */
export async function redisOrNull<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    logger().warn({ err: error }, 'Redis could not be read for an admin page');
    return null;
  }
}
