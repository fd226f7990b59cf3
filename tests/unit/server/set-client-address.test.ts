import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseNetwork } from '#lib/domain/network/ip-address.ts';
import { env } from '#lib/env.ts';
import { removeInternalHeaders } from '#server/next-internals/remove-internal-headers.ts';
import { rememberPeer } from '#server/peer-address.ts';
import { setClientAddress } from '#server/set-client-address.ts';

Object.assign(process.env, {
  ...{ DATABASE_URL: 'postgresql://localhost/none', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
  ...{ NEXTAUTH_URL: 'http://localhost', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', TRUSTED_PROXIES: '127.0.0.2' },
});

/** Responds with the headers that Next would see. Listens as the shop does: IPv4 peers have IPv6 addresses. */
const server = createServer((request, response) => {
  setClientAddress({ request });
  removeInternalHeaders({ request });
  response.end(JSON.stringify(request.headers));
});
server.on('connection', rememberPeer);
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

function headersSeen(from: string, headers: Record<string, string | string[]>): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    const request = send({ host: '127.0.0.1', localAddress: from, port, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    request.on('error', reject).end();
  });
}

const FORWARDED = {
  'x-forwarded-for': ['6.6.6.6', '203.0.113.7'],
  'x-forwarded-host': 'shop.example.org',
  'x-forwarded-proto': 'https',
  'x-forwarded-port': '443',
  'x-cache-time': '1764450000.123',
};

test('a trusted proxy is believed', async () => {
  expect(env().TRUSTED_PROXIES).toEqual([parseNetwork('127.0.0.2')]);
  expect(await headersSeen('127.0.0.2', FORWARDED)).toMatchObject({
    ...FORWARDED,
    'x-forwarded-for': '203.0.113.7',
  });
});

test('nobody else is', async () => {
  const seen = await headersSeen('127.0.0.3', FORWARDED);
  expect(seen['x-forwarded-for']).toBe('127.0.0.3');
  expect(Object.keys(seen).sort()).toEqual(['connection', 'host', 'x-forwarded-for']);
});

test.for(['127.0.0.2', '127.0.0.3'])('no other header names a client, from %s', async (from) => {
  const others = ['x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip'];
  const sent = { ...Object.fromEntries(others.map((name) => [name, '6.6.6.6'])), forwarded: 'for=6.6.6.6' };
  expect(Object.values(await headersSeen(from, sent))).not.toContainEqual(expect.stringContaining('6.6.6.6'));
});

test.for(['127.0.0.2', '127.0.0.3'])('nobody sends what only Next says to itself, from %s', async (from) => {
  const internal = [
    ...['x-middleware-subrequest', 'x-middleware-prefetch', 'x-middleware-set-cookie', 'x-middleware-override-headers'],
    ...['x-invoke-path', 'x-invoke-status', 'x-invoke-error', 'x-invoke-output', 'x-now-route-matches'],
    ...['x-matched-path', 'x-nextjs-data', 'x-next-resume-state-length', 'Next-Resume'],
  ];
  const seen = await headersSeen(from, {
    ...Object.fromEntries(internal.map((name) => [name, '/admin'])),
    rsc: '1',
    'next-action': 'x',
  });
  expect(Object.keys(seen).sort()).toEqual(['connection', 'host', 'next-action', 'rsc', 'x-forwarded-for']);
});
