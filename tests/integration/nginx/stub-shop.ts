import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

type ReceivedRequest = { url: string; headers: IncomingHttpHeaders };

/** A server behind nginx that replies with the request it received. */
export type StubShop = {
  port: number;
  /** Every request that nginx passed on, the oldest first. */
  requests: ReceivedRequest[];
  /** Changes how it responds from now on; `null` restores the default. */
  respondWith(respond: ((response: ServerResponse) => void) | null): void;
  stop(): void;
};

export async function startStubShop(): Promise<StubShop> {
  const requests: ReceivedRequest[] = [];
  let respond: ((response: ServerResponse) => void) | null = null;
  const server = createServer(({ url = '', headers }, response) => {
    requests.push({ url, headers });
    if (respond) return respond(response);
    // Longer than the shop's own, so that no page expires in the middle of a test.
    response.setHeader('cache-control', 'public, max-age=0, s-maxage=60');
    response.setHeader('vary', 'Cookie, Accept-Language');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const body = Buffer.from(JSON.stringify({ url, headers, number: requests.length }));
    if (headers['accept-encoding'] !== 'gzip') return response.end(body);
    response.setHeader('content-encoding', 'gzip');
    return response.end(gzipSync(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    respondWith(next) {
      respond = next;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
