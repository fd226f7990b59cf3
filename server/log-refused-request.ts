import { currentAddressPrefix } from '#lib/audit/current-address-prefix.ts';
import { logger } from '#lib/logger.ts';
import { requestReference } from '#lib/request-context.ts';
import { loggedPath } from './logged-path.ts';
import type { RequestExchange } from './request-exchange.ts';

/** Not readable, not signed in, not allowed, too large, not acceptable, too many. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 405, 413, 415, 422, 429]);
const NOT_FOUND = 404;

/** So that nobody fills the disk of the log. A line that follows says how many are missing. */
const MAX_LINES_A_MINUTE = 1_000;
const MINUTE_MS = 60_000;
let minute = { from: 0, lines: 0 };

/**
 * Logs each request that was refused once it is over: who asked for what, from which network, and why not. For somebody
 * who is signed in, “not found” is a refusal too, because another's work and an admin's page say no more than that.
 */
export function logRefusedRequest({ request, url, response, context }: RequestExchange): void {
  response.once('close', () => {
    const { statusCode: status } = response;
    const { refusal, viewerId } = context;
    if (!refusal && !REFUSED.has(status) && !(status === NOT_FOUND && viewerId)) return;
    if (!hasRoom()) return;
    logger().info(
      {
        ...{ status, refusal: refusal ?? 'status', method: request.method, path: loggedPath(url) },
        ...{ network: currentAddressPrefix(context), reference: requestReference(context), viewer: viewerId ?? null },
      },
      'request refused',
    );
  });
}

function hasRoom(now = Date.now()): boolean {
  if (now - minute.from >= MINUTE_MS) {
    const missing = minute.lines - MAX_LINES_A_MINUTE;
    if (missing > 0) logger().warn({ missing }, 'more requests were refused than lines about it written');
    minute = { from: now, lines: 0 };
  }
  minute.lines++;
  return minute.lines <= MAX_LINES_A_MINUTE;
}
