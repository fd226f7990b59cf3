import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { logger } from '#lib/logger.ts';
import { noteRefusal, type RequestContext, trackRequests } from '#lib/request-context.ts';
import { logRefusedRequest } from '#server/log-refused-request.ts';
import { loggedPath } from '#server/logged-path.ts';
import { newRequestExchange } from '#server/request-exchange.ts';
import { eventually } from '../../support/eventually.ts';

Object.assign(process.env, {
  ...{ DATABASE_URL: 'postgresql://localhost/none', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
  ...{ NEXTAUTH_URL: 'https://shop.example', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
});

const requests = trackRequests();
let respond: (context: RequestContext) => number;
const server = createServer((request, response) => {
  const exchange = newRequestExchange(request, response);
  requests.run(exchange.context, () => {
    logRefusedRequest(exchange);
    response.statusCode = respond(exchange.context);
    response.end();
  });
});
let shop = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const info = vi.spyOn(logger(), 'info').mockImplementation(() => {});
const warn = vi.spyOn(logger(), 'warn').mockImplementation(() => {});
beforeEach(() => void vi.clearAllMocks());

const send = (path: string) => fetch(shop + path, { method: 'POST', headers: { 'x-forwarded-for': '203.0.113.7' } });

test('a refusal is one line: what, from which network, by whom, and why', async () => {
  respond = (context) => {
    context.viewerId = 'somebody';
    noteRefusal('not-found');
    noteRefusal('signed-out');
    return 303;
  };
  await send('/dashboard/works/save?name=typed');
  await eventually(() => expect(info).toHaveBeenCalledTimes(1));
  expect(info).toHaveBeenCalledWith(
    {
      ...{ status: 303, refusal: 'not-found', method: 'POST', path: '/dashboard/works/save', viewer: 'somebody' },
      ...{ network: '203.0.113.0/24', reference: expect.stringMatching(/^[0-9a-f]{8}$/) },
    },
    'request refused',
  );
});

test.for([400, 401, 403, 405, 413, 415, 422, 429])('the status %d is a refusal', async (status) => {
  respond = () => status;
  await send('/api/pictures');
  await eventually(() => expect(info).toHaveBeenCalledWith(expect.objectContaining({ status }), 'request refused'));
});

test('what is not found is a refusal for somebody who is signed in only; success and outages are none', async () => {
  for (const status of [200, 204, 303, 404, 500, 503]) {
    respond = () => status;
    await send('/posts/blue');
  }
  respond = (context) => {
    context.viewerId = 'somebody';
    return 404;
  };
  await send('/admin');
  await eventually(() => expect(info).toHaveBeenCalledTimes(1));
  expect(info.mock.calls[0]?.[0]).toMatchObject({ status: 404, path: '/admin' });
});

test('nobody fills the log, and it says how many lines are missing', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  respond = () => 400;
  for (let round = 0; round < 1_020; round += 20) await Promise.all(Array.from({ length: 20 }, () => send('/x')));
  await eventually(() => expect(info).toHaveBeenCalledTimes(1_000));
  vi.setSystemTime(Date.now() + 60_000);
  await send('/x');
  await eventually(() => expect(warn).toHaveBeenCalledWith({ missing: 20 }, expect.any(String)));
  expect(info).toHaveBeenCalledTimes(1_001);
  vi.useRealTimers();
});

test('a path in the log has neither a query nor the secret of a link', () => {
  const secret = 'Zk3-9aQ_'.repeat(5);
  expect(loggedPath(`/lost-password/${secret}?email=a@example.org`)).toBe('/lost-password/Zk3-9aQ_…');
  expect(loggedPath(`/x/${'0f'.repeat(32)}/y`)).toBe('/x/0f0f0f0f…/y');
  const slug = '/posts/a-very-long-title-of-a-work-that-goes-on-2026';
  expect(loggedPath(slug)).toBe(slug);
  expect(loggedPath(`/${'a/'.repeat(500)}`)).toHaveLength(200);
});
