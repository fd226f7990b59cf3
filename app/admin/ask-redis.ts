import { logger } from '#lib/logger.ts';

/** Redis's answer, or null when it does not answer: what the database knows is shown all the same. */
export async function askRedis<T>(question: Promise<T>): Promise<T | null> {
  try {
    return await question;
  } catch (error) {
    logger().warn({ err: error }, 'Redis could not be asked for an admin’s page');
    return null;
  }
}
