import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_BODY_LIMIT } from '#lib/domain/body-limits.ts';
import { limitBody } from '#server/limit-body.ts';
import { newRequestExchange } from '#server/request-exchange.ts';

const SENTENCE = 'This form is larger than it may be. Please shorten what you typed and send it again.';

let server: Server;
afterEach(() => void server?.close());

/** A server with this step before `handler`, which stands for Next. */
async function start(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  server = createServer((request, response) => {
    limitBody(newRequestExchange(request, response));
    if (!response.headersSent) handler(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}

type Sent = { status: number | undefined; headers: IncomingMessage['headers']; body: string };

/** Sends a body, with its length or, `chunked`, in pieces of 16 KB. */
function send(port: number, bytes: number, { chunked = false, path = '/' } = {}): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const headers = chunked ? {} : { 'content-length': bytes };
    const sent = request({ port, path, method: 'POST', headers, agent: false });
    sent.on('response', (response) => {
      const { statusCode: status, headers } = response;
      text(response).then((body) => resolve({ status, headers, body }), reject);
    });
    sent.on('error', reject);
    for (let rest = bytes; rest > 0; rest -= 16_384) sent.write(Buffer.alloc(Math.min(rest, 16_384), 'x'));
    sent.end();
  });
}

const echoLength = async (received: IncomingMessage, response: ServerResponse) =>
  response.end(String((await text(received)).length));

test.for([false, true])('a body up to the limit arrives whole (chunked: %s)', async (chunked) => {
  const port = await start((received, response) => void echoLength(received, response));
  expect(await send(port, DEFAULT_BODY_LIMIT, { chunked })).toMatchObject({
    ...{ status: 200, body: String(DEFAULT_BODY_LIMIT) },
  });
});

test('a larger declared length is refused with a sentence, and nobody behind is asked', async () => {
  let asked = 0;
  const port = await start(() => void asked++);
  for (const bytes of [DEFAULT_BODY_LIMIT + 1, 12_000_000]) {
    const { status, headers, body } = await send(port, bytes);
    expect([status, body, headers.connection, headers['cache-control']]).toEqual([413, SENTENCE, 'close', 'no-store']);
  }
  expect((await send(port, 20_000, { path: '/posts/blue/buy' })).status).toBe(413);
  expect(asked).toBe(0);
});

test('a refused client that sends nothing is told before it has sent its body', async () => {
  const port = await start((_, response) => void response.end());
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 99999999\r\n\r\n');
  const [head] = await new Promise<Buffer[]>((resolve) => socket.once('data', (chunk) => resolve([chunk])));
  expect(String(head)).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test('a body without a length is refused at the limit, and its reader sees no byte above it and no end', async () => {
  let seen = 0;
  const outcome = Promise.withResolvers<string>();
  const port = await start(async (received, response) => {
    received.on('data', (chunk: Buffer) => {
      seen += chunk.length;
    });
    received.on('end', () => outcome.resolve('end'));
    received.on('close', () => outcome.resolve('close'));
    received.on('error', () => {});
    // What Next writes after the refusal is dropped.
    received.on('close', () => {
      response.setHeader('x-late', '1');
      response.writeHead(200);
      response.end('late');
    });
  });
  expect(await send(port, 1_000_000, { chunked: true })).toMatchObject({ status: 413, body: SENTENCE });
  expect(await outcome.promise).toBe('close');
  expect(seen).toBeLessThanOrEqual(DEFAULT_BODY_LIMIT);
});

test('a response that has begun is cut off when the body turns out to be too large', async () => {
  const port = await start((received, response) => {
    received.resume();
    response.write('early');
  });
  await expect(send(port, 1_000_000, { chunked: true })).rejects.toThrow(/aborted|ECONNRESET|EPIPE|socket hang up/);
});
