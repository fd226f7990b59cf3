import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseMalformedRequest } from '#server/refuse-malformed-request.ts';
import { newRequestExchange } from '#server/request-exchange.ts';

/** Responds with the URL that Next would see. */
const server = createServer((request, response) => {
  const exchange = newRequestExchange(request, response);
  refuseMalformedRequest(exchange);
  if (!response.writableEnded) response.end(`${request.url} ${exchange.url}`);
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());

type Answer = { status: number | undefined; type: string | undefined; text: string };

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<Answer>((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const request = send({ port, host: '127.0.0.1', path, headers, method }, async (response) => {
      const text = (await response.toArray()).join('');
      resolve({ status: response.statusCode, type: response.headers['content-type'], text });
    });
    request.on('error', reject);
    request.end();
  });

test.for([
  '/artists/%ff',
  '/posts/%E0%A4%A',
  '/posts/%',
  '/%ED%A0%80',
  '/%C0%80',
  '/a%00b',
  '/search?q=%00',
  '/search?%00',
  '*',
  'x',
  'http://[',
])('%s is refused', async (path) => {
  for (const method of ['GET', 'POST', 'OPTIONS']) expect((await ask(path, {}, method)).status).toBe(400);
});

test.for([
  ['/', '/'],
  ['/posts/caf%C3%A9', '/posts/caf%C3%A9'],
  ['/search?q=100%', '/search?q=100%'],
  ['/search?q=caf%E9', '/search?q=caf%E9'],
  ['/search?q=%2500', '/search?q=%2500'],
  ['http://other.example/posts/blue?x=1', '/posts/blue?x=1'],
] as const)('%s passes as %s', async ([path, seen]) => {
  expect(await ask(path)).toMatchObject({ status: 200, text: `${seen} ${seen}` });
});

test('the response is one sentence: a page for browsers, JSON for the API, nothing for HEAD', async () => {
  expect(await ask('/%ff', { accept: 'text/html' })).toMatchObject({ type: 'text/html; charset=utf-8' });
  expect((await ask('/%ff', { accept: 'text/html' })).text).toContain('<p>This URL is not valid');
  expect(JSON.parse((await ask('/api/posts/%ff')).text)).toEqual({ error: expect.stringContaining('not valid') });
  expect(await ask('/%ff')).toMatchObject({ type: 'text/plain' });
  expect((await ask('/%ff', {}, 'HEAD')).text).toBe('');
});

test('a router state that Next cannot read is refused', async () => {
  const header = 'next-router-state-tree';
  for (const value of ['x', '%', '{}', 'null', '[1]']) expect((await ask('/', { [header]: value })).status).toBe(400);
  const state = encodeURIComponent(JSON.stringify(['', { children: ['__PAGE__', {}] }, null, null]));
  expect((await ask('/', { [header]: state })).status).toBe(200);
});
