import { setTimeout as wait } from 'node:timers/promises';
import { endStartOf, inviteFirstAdmin } from '#lib/accounts/first-admin.ts';
import { formatDateTime } from '#lib/domain/format-date.ts';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';

/** The database may start after the web process, and its tables later still. Milliseconds. */
const RETRY_MS = 5_000;

/**
 * Prints the link with which the first account of an empty shop becomes its admin. Of several processes that start
 * together one prints it. Not through the logger: log lines are sent elsewhere and kept.
 * @returns what has to happen when the process stops.
 */
export function printAdminLink(): () => Promise<void> {
  const stopping = new AbortController();
  const printed = tryToPrint(stopping.signal);
  return async () => {
    stopping.abort();
    const token = await printed;
    if (token)
      await endStartOf(token).catch((error) => logger().warn({ err: error }, 'the link for the first admin stays'));
  };
}

/** @returns the token, if this process has printed one. */
async function tryToPrint(stopping: AbortSignal): Promise<string | null> {
  while (!stopping.aborted) {
    try {
      const invitation = await inviteFirstAdmin();
      if (!invitation) return null;
      const { token, expiresAt } = invitation;
      const url = new URL(`/first-admin?token=${token}`, env().NEXTAUTH_URL);
      console.log(
        `This shop has no account yet. Open this link to create its admin; it works once, until ${formatDateTime(expiresAt.toISOString())}:\n${url}`,
      );
      return token;
    } catch (error) {
      logger().warn({ err: error }, 'it is not known yet whether the shop has an account');
      await wait(RETRY_MS, undefined, { signal: stopping, ref: false }).catch(() => {});
    }
  }
  return null;
}
