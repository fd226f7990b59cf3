import type { IncomingHttpHeaders } from 'node:http';

/**
 * Headers in which parts of Next talk to each other, and which decide what is rendered. Next removes most of them itself
 * (filterInternalHeaders of next/dist/server/lib/server-ipc/utils.js), but not those that its own hosting sets. Headers
 * that Next sends to this very process with a secret are not among them. Checked with Next 16.4.6.
 */
const INTERNAL = /^(?:x-middleware-|x-invoke-|x-now-|x-matched-path$|x-nextjs-data$|x-next-resume-|next-resume$)/;

/** What Next's client sends as the header RSC. With another value Next holds a stream's response back until its end. */
const RSC = '1';

/** No request from outside has them. */
export function removeInternalHeaders({ request: { headers } }: { request: { headers: IncomingHttpHeaders } }): void {
  for (const name in headers) if (INTERNAL.test(name)) delete headers[name];
  if (headers.rsc !== RSC) delete headers.rsc;
}
