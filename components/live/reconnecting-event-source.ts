'use client';

import { refreshViewer } from '#components/viewer/viewer-store.ts';

const MIN_DELAY_MS = 5_000;
const MAX_DELAY_MS = 300_000;

/**
 * Opens an event stream, and opens it again after the browser has given up. Browsers give up on any response but 200,
 * such as a proxy's error while the shop restarts, or 401 after this session has ended. The delay grows from 5 seconds
 * to 5 minutes, so that open pages do not flood the shop.
 * @param listen adds its listeners to each new source
 * @returns a function that closes the stream
 */
export function openReconnectingEventSource(url: string, listen: (source: EventSource) => void): () => void {
  let delay = MIN_DELAY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const open = () => {
    source = new EventSource(url);
    listen(source);
    source.addEventListener('open', () => {
      delay = MIN_DELAY_MS;
    });
    source.addEventListener('error', () => {
      // In any other state the browser reconnects by itself.
      if (source.readyState !== EventSource.CLOSED) return;
      refreshViewer();
      timer = setTimeout(open, delay * (1 + Math.random() / 2));
      delay = Math.min(2 * delay, MAX_DELAY_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
