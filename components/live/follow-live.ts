'use client';

import { refreshViewer } from '#components/viewer/viewer-store.ts';

const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;

/**
 * Opens an event stream, and opens it again when the browser has given it up for good: it does so at any
 * answer but 200, such as a proxy's while the shop restarts, or 401 once this session has been ended.
 * The waits in between grow from 5 seconds to 5 minutes, so that no page knocks without end.
 * @param listen is given each new source to add its listeners.
 * @returns the function that ends it.
 */
export function followLive(address: string, listen: (source: EventSource) => void): () => void {
  let wait = FIRST_WAIT;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const open = () => {
    source = new EventSource(address);
    listen(source);
    source.addEventListener('open', () => {
      wait = FIRST_WAIT;
    });
    source.addEventListener('error', () => {
      // Until then the browser connects again by itself.
      if (source.readyState !== EventSource.CLOSED) return;
      refreshViewer();
      timer = setTimeout(open, wait * (1 + Math.random() / 2));
      wait = Math.min(2 * wait, LONGEST_WAIT);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
