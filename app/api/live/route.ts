import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { getViewer } from '#lib/accounts/queries.ts';
import { watchSession } from '#lib/accounts/watch-session.ts';
import { readSession } from '#lib/auth/read-session.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { deleteSessionCookies } from '#lib/auth/session.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import { listenerCount, startLiveHub } from '#lib/live/live-hub.ts';
import { takeStreamPlace } from '#lib/live/live-places.ts';
import { openLiveStream } from '#lib/live/open-live-stream.ts';
import { logger } from '#lib/logger.ts';

const MAX_CLIENTS = 5_000;
/** Open pages try again by themselves, after 5 seconds at first and later after up to 5 minutes. */
const TOO_MANY = 'Too many pages are open from your network; this one is not updated by itself.';

/**
 * Server-sent events: `post` with id, status, heldUntil and whether it is hidden for every public change (those of the last
 * minute are sent at once), `artist` when all works of one are hidden or shown again, and with `?order=<id>` also `order` when that order has changed. A stream that was opened with a session
 * ends with it. 401 if the session has already ended; the response then removes the session cookie. 429 if there are
 * too many streams from the client's network.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (listenerCount() >= MAX_CLIENTS) return new Response(null, { status: 503, headers: { 'retry-after': '30' } });
  const { key, isLocal } = requestAddress(request.headers);
  // Behind a proxy that does not forward client addresses, everyone would share one address.
  const origin = { address: isLocal ? null : key, network: requestNetwork(request.headers) };
  const leave = takeStreamPlace(origin);
  if (!leave)
    return new Response(TOO_MANY, { status: 429, headers: { 'retry-after': '60', 'cache-control': 'no-store' } });
  const session = await readSession();
  if (session && (await hasEnded(session))) {
    leave();
    await deleteSessionCookies();
    return new Response(null, { status: 401, headers: { 'cache-control': 'no-store' } });
  }
  startLiveHub();
  const stream = openLiveStream({
    order: z.uuid().safeParse(request.nextUrl.searchParams.get('order')).data,
    signal: request.signal,
    onEnd: leave,
    watch: session ? (end) => watchSession(session, end) : undefined,
  });
  return new Response(stream, {
    // no-transform: compression would buffer the events.
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

/**
 * False if the database is unavailable: the stream has no private data, and watchSession checks the session again
 * soon.
 */
async function hasEnded(session: SessionRef): Promise<boolean> {
  try {
    return (await getViewer(session)) === null;
  } catch (error) {
    logger().warn({ err: error }, 'the session of a live stream could not be checked');
    return false;
  }
}
