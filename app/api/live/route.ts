import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { listen, listenerCount, recentPosts, startLiveHub } from '#lib/live/live-hub.ts';

const MAX_CLIENTS = 5_000;
const KEEP_ALIVE_MILLISECONDS = 20_000;

/**
 * Server-sent events: `post` with id, status and heldUntil for every public change, those of the last
 * minute at once, and with
 * `?order=<id>` also `order` whenever that order changed.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (listenerCount() >= MAX_CLIENTS) return new Response(null, { status: 503, headers: { 'retry-after': '30' } });
  startLiveHub();
  const order = z.uuid().safeParse(request.nextUrl.searchParams.get('order')).data;
  const encoder = new TextEncoder();
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const sendPost = (post: object) => send(`event: post\ndata: ${JSON.stringify(post)}\n\n`);
      const stopListening = listen(({ post, orderId }) => {
        if (post) sendPost(post);
        if (orderId && orderId === order) send(`event: order\ndata: {}\n\n`);
      });
      const keepAlive = setInterval(send, KEEP_ALIVE_MILLISECONDS, ': still here\n\n');
      const endStream = () => {
        end();
        controller.close();
      };
      end = () => {
        clearInterval(keepAlive);
        stopListening();
        process.off('SIGTERM', endStream);
        process.off('SIGINT', endStream);
        end = () => {};
      };
      // An open stream would keep the server from stopping.
      process.once('SIGTERM', endStream);
      process.once('SIGINT', endStream);
      request.signal.addEventListener('abort', () => end());
      send('retry: 2000\n\n');
      for (const post of recentPosts()) sendPost(post);
    },
    cancel: () => end(),
  });
  return new Response(stream, {
    // no-transform: compressed, the events would wait in a buffer.
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
