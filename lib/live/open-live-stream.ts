import { listen, recentPosts } from './live-hub.ts';

const KEEP_ALIVE_MS = 20_000;

type Options = {
  /** An order whose changes are sent as well. */
  order: string | undefined;
  /** Aborted when the client disconnects. */
  signal: AbortSignal;
  /** Receives a function that ends the stream, and returns one that stops watching. */
  watch: ((end: () => void) => () => void) | undefined;
  /** Called once, when either side has ended it. */
  onEnd(): void;
};

/** One client's server-sent events: first the last minute's changes, then every change until either side ends it. */
export function openLiveStream({ order, signal, watch, onEnd }: Options): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const sendPost = (post: object) => send(`event: post\ndata: ${JSON.stringify(post)}\n\n`);
      const endStream = () => {
        end();
        controller.close();
      };
      const stopListening = listen(({ post, orderId, artist }) => {
        if (post) sendPost(post);
        if (artist) send(`event: artist\ndata: ${JSON.stringify(artist)}\n\n`);
        if (orderId && orderId === order) send(`event: order\ndata: {}\n\n`);
      });
      const stopWatching = watch?.(endStream);
      const keepAlive = setInterval(send, KEEP_ALIVE_MS, ': still here\n\n');
      end = () => {
        end = () => {};
        clearInterval(keepAlive);
        stopListening();
        stopWatching?.();
        onEnd();
        process.off('SIGTERM', endStream);
        process.off('SIGINT', endStream);
      };
      // An open stream would keep the server from stopping.
      process.once('SIGTERM', endStream);
      process.once('SIGINT', endStream);
      signal.addEventListener('abort', () => end());
      // The event of a client who is gone already does not come again.
      if (signal.aborted) return endStream();
      send('retry: 2000\n\n');
      for (const post of recentPosts()) sendPost(post);
    },
    cancel: () => end(),
  });
}
