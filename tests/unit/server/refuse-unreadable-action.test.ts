import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { noteActionStarted } from '#lib/database-errors.ts';
import { trackRequests } from '#lib/request-context.ts';
import { logUnreadActions } from '#server/next-internals/log-unread-actions.ts';
import { refuseUnreadableAction } from '#server/refuse-unreadable-action.ts';
import { newRequestExchange } from '#server/request-exchange.ts';

/** Fails as Next does; with `?started` only after an action has started. */
const server = createServer((request, response) => {
  const exchange = newRequestExchange(request, response);
  refuseUnreadableAction(exchange);
  trackRequests().run(exchange.context, () => {
    if (request.url?.includes('started')) noteActionStarted();
    response.statusCode = request.url?.includes('fine') ? 200 : 500;
    response.setHeader('content-type', 'text/html');
    response.end('Next’s own page');
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const form = { 'content-type': 'multipart/form-data; boundary=x' };

test.for<[string, number, RequestInit]>([
  ['/sign-in', 400, { method: 'POST', headers: form }],
  ['/sign-in', 400, { method: 'POST', headers: { 'next-action': 'x' } }],
  ['/sign-in?fine', 200, { method: 'POST', headers: form }],
  // Not what was sent, but the shop failed.
  ['/sign-in?started', 500, { method: 'POST', headers: form }],
  ['/sign-in', 500, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['/sign-in', 500, { method: 'GET' }],
  ['/api/pictures', 500, { method: 'POST', headers: form }],
])('%s is answered with %i', async ([path, status, init]) => {
  const response = await fetch(url + path, init);
  expect(response.status).toBe(status);
  const text = await response.text();
  expect(text).toContain(status === 400 ? 'could not be read' : 'Next’s own page');
});

test('what Next prints about such a request becomes one line of the log; all else is printed', () => {
  const { error, warn } = console;
  const printed = vi.fn();
  Object.assign(console, { error: printed, warn: printed });
  try {
    const logged = vi.fn();
    let awaits = true;
    logUnreadActions(() => awaits, logged);
    const failure = new Error('Unexpected end of form');
    console.error('⨯', failure);
    console.warn(failure);
    expect(logged.mock.calls).toEqual([[failure], [failure]]);
    awaits = false;
    console.error('⨯', failure);
    expect(printed.mock.calls).toEqual([['⨯', failure]]);
  } finally {
    Object.assign(console, { error, warn });
  }
});
