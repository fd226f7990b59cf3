import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOptions } from '#server/answer-options.ts';
import { newRequestExchange } from '#server/request-exchange.ts';
import { rewriteToCachedPage } from '#server/rewrite-to-cached-page.ts';

/** Responds as Next where the step has not. */
const server = createServer((request, response) => {
  const exchange = newRequestExchange(request, response);
  rewriteToCachedPage(exchange);
  answerOptions(exchange);
  if (!response.writableEnded) response.end('Next');
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test('OPTIONS for a cached page or list says what is allowed, and everything else is left to Next', async () => {
  for (const path of ['/', '/posts/blue', '/api/search?q=x', '/in/EUR/api/posts/s']) {
    const response = await fetch(url + path, { method: 'OPTIONS' });
    expect([path, response.status, response.headers.get('allow')]).toEqual([path, 204, 'GET, HEAD, OPTIONS']);
    expect(await (await fetch(url + path)).text()).toBe('Next');
  }
  expect(await (await fetch(`${url}/api/rates`, { method: 'OPTIONS' })).text()).toBe('Next');
});
