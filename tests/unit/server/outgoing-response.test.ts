import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { OutgoingResponse } from '#server/outgoing-response.ts';

type Handler = (response: ServerResponse, outgoing: OutgoingResponse) => void;

let close = () => {};
afterEach(() => close());

/** Sends one request to a server whose response is owned, as the shop's is. */
async function respond(handler: Handler): Promise<Response> {
  const server = createServer((_, response) => handler(response, new OutgoingResponse(response)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  close = () => void server.close();
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

test('rules run once, in order, after everything that was set before', async () => {
  const order: string[] = [];
  const response = await respond((own, outgoing) => {
    outgoing.beforeHead(() => {
      order.push(`first ${own.statusCode} ${own.getHeader('x-page')}`);
      own.appendHeader('vary', 'Cookie');
    });
    outgoing.beforeHead(() => void order.push('second'));
    own.setHeader('x-page', 'home');
    own.statusCode = 201;
    own.write('a');
    own.write('b');
    own.end('c');
  });
  expect(order).toEqual(['first 201 home', 'second']);
  expect([response.status, response.headers.get('vary'), await response.text()]).toEqual([201, 'Cookie', 'abc']);
});

test('rules see a status that only writeHead was given', async () => {
  const seen: number[] = [];
  const response = await respond((own, outgoing) => {
    outgoing.beforeHead(() => void seen.push(own.statusCode));
    own.writeHead(404, { 'x-page': 'none' });
    own.end();
  });
  expect([response.status, response.headers.get('x-page'), seen]).toEqual([404, 'none', [404]]);
});

test('a rule can replace status, headers and body, however Next writes them', async () => {
  const handlers: Handler[] = [
    (own) => own.end('old'),
    (own) => {
      own.writeHead(500, { 'content-length': 3 });
      own.write('old', () => own.end());
    },
  ];
  for (const handler of handlers) {
    const response = await respond((own, outgoing) => {
      outgoing.beforeHead(() => {
        outgoing.replaceBody('unavailable');
        own.statusCode = 503;
      });
      handler(own, outgoing);
    });
    expect([response.status, await response.text()]).toEqual([503, 'unavailable']);
    close();
  }
});

test('a response that is held until its end can still fail halfway', async () => {
  const failing = (fails: boolean) =>
    respond((own, outgoing) => {
      let hasFailed = false;
      outgoing.holdUntilEnd();
      outgoing.beforeHead(() => {
        if (!hasFailed) return;
        outgoing.replaceBody('unavailable');
        own.statusCode = 503;
      });
      own.writeHead(200, { 'x-page': 'home' });
      own.flushHeaders();
      own.write('half ');
      hasFailed = fails;
      own.end('whole');
    });
  const good = await failing(false);
  expect([good.status, good.headers.get('x-page'), await good.text()]).toEqual([200, 'home', 'half whole']);
  close();
  const bad = await failing(true);
  expect([bad.status, bad.headers.get('x-page'), await bad.text()]).toEqual([503, null, 'unavailable']);
});

test('a body in one piece is sent as the bytes that were encoded for it', async () => {
  const response = await respond((own, outgoing) => {
    outgoing.encodeBody((body) => (body === '“sea”' ? Buffer.from('encoded') : undefined));
    own.end('“sea”');
  });
  expect(await response.text()).toBe('encoded');
});
