import type { OutgoingHttpHeaders } from 'node:http';

/** Read by Next's client (NEXT_REWRITTEN_PATH_HEADER of next/dist/client/components/app-router-headers.js). Checked with Next 16.4.6. */
export const REWRITTEN_PATH_HEADER = 'x-nextjs-rewritten-path';

type Target = {
  response: { setHeader(name: string, value: string): unknown; getHeader(name: string): OutgoingHttpHeaders[string] };
  outgoing: { beforeHead(rule: () => void): void };
};

/**
 * Tells Next's client, as a rewrite of Next's own would, that another page answers than its URL says. To some of its
 * requests Next responds with a redirect to another URL of the same page: that has to be the visitor's.
 */
export function tellNextClient(
  { response, outgoing }: Target,
  { path, visiblePath }: { path: string; visiblePath: string },
): void {
  response.setHeader(REWRITTEN_PATH_HEADER, path);
  outgoing.beforeHead(() => {
    const location = response.getHeader('location');
    if (typeof location === 'string' && location.startsWith(path))
      response.setHeader('location', visiblePath + location.slice(path.length));
  });
}
