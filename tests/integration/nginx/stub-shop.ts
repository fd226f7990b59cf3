import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

type Seen = { url: string; headers: IncomingHttpHeaders };

/** Stands behind nginx: answers with what it was asked. */
export type StubShop = {
  port: number;
  /** Every request that came through, the last one at the end. */
  seen: Seen[];
  /** Answers in another way from now on; `null` in the usual one. */
  answerWith(answer: ((response: ServerResponse) => void) | null): void;
  stop(): void;
};

export async function startStubShop(): Promise<StubShop> {
  const seen: Seen[] = [];
  let answer: ((response: ServerResponse) => void) | null = null;
  const server = createServer(({ url = '', headers }, response) => {
    seen.push({ url, headers });
    if (answer) return answer(response);
    // Longer than the shop says, so that no second ends in the middle of a test.
    response.setHeader('cache-control', 'public, max-age=0, s-maxage=60');
    response.setHeader('vary', 'Cookie, Accept-Language');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const body = Buffer.from(JSON.stringify({ url, headers, number: seen.length }));
    if (headers['accept-encoding'] !== 'gzip') return response.end(body);
    response.setHeader('content-encoding', 'gzip');
    return response.end(gzipSync(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    seen,
    answerWith(next) {
      answer = next;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
