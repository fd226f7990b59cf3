import { createServer, type IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type AddressInfo, connect, Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { parseNetwork } from '#lib/domain/network/ip-address.ts';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { removeInternalHeaders } from '#server/next-internals/remove-internal-headers.ts';
import { peerAddress, rememberPeer } from '#server/peer-address.ts';
import { setClientAddress } from '#server/set-client-address.ts';

Object.assign(process.env, {
  ...{ DATABASE_URL: 'postgresql://localhost/none', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
  ...{ NEXTAUTH_URL: 'http://localhost', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', TRUSTED_PROXIES: '192.0.2.2' },
});

/** The headers that Next sees. @param peer the address of the connection */
function headersSeen(peer: string, sent: IncomingHttpHeaders): IncomingHttpHeaders {
  const request = Object.assign(new IncomingMessage(new Socket()), { headers: { ...sent } });
  Object.defineProperty(request.socket, 'remoteAddress', { value: peer });
  setClientAddress({ request });
  removeInternalHeaders({ request });
  return request.headers;
}

const FORWARDED = {
  'x-forwarded-for': '6.6.6.6, 203.0.113.7',
  'x-forwarded-host': 'shop.example.org',
  'x-forwarded-proto': 'https',
  'x-forwarded-port': '443',
  'x-cache-time': '1764450000.123',
};

test('a trusted proxy is believed', () => {
  expect(env().TRUSTED_PROXIES).toEqual([parseNetwork('192.0.2.2')]);
  expect(headersSeen('::ffff:192.0.2.2', FORWARDED)).toEqual({ ...FORWARDED, 'x-forwarded-for': '203.0.113.7' });
});

test('nobody else is', () => {
  expect(headersSeen('::ffff:192.0.2.3', FORWARDED)).toEqual({ 'x-forwarded-for': '192.0.2.3' });
});

test('only the value that Next’s client sends as RSC reaches Next', () => {
  expect(headersSeen('192.0.2.3', { rsc: '1' })).toMatchObject({ rsc: '1' });
  for (const rsc of ['x', '0', '', '1, 1']) expect(headersSeen('192.0.2.3', { rsc })).not.toHaveProperty('rsc');
});

test('a proxy of the host’s own network that is not named is reported once, and nobody else', () => {
  const warn = vi.spyOn(logger(), 'warn').mockImplementation(() => {});
  for (const peer of ['10.0.0.7', '203.0.113.9', '::ffff:10.0.0.7', 'fd00::1']) headersSeen(peer, FORWARDED);
  headersSeen('10.0.0.8', {});
  expect(warn.mock.calls).toEqual([
    [{ address: '10.0.0.7' }, expect.stringContaining('TRUSTED_PROXIES')],
    [{ address: 'fd00:0:0:0:0:0:0:1' }, expect.stringContaining('TRUSTED_PROXIES')],
  ]);
});

test('the address of a connection is known after the client has left', async () => {
  const server = createServer();
  server.on('connection', rememberPeer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const socket = await accepted;
  const closed = new Promise((resolve) => socket.once('close', resolve));
  client.destroy();
  socket.destroy();
  await closed;
  expect(peerAddress(socket)).toBe('127.0.0.1');
  server.close();
});

test.for(['::ffff:192.0.2.2', '::ffff:192.0.2.3'])('no other header names a client, from %s', (from) => {
  const others = ['x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip'];
  const sent = { ...Object.fromEntries(others.map((name) => [name, '6.6.6.6'])), forwarded: 'for=6.6.6.6' };
  expect(Object.values(headersSeen(from, sent))).not.toContainEqual(expect.stringContaining('6.6.6.6'));
});

test.for(['::ffff:192.0.2.2', '::ffff:192.0.2.3'])('nobody sends what only Next says to itself, from %s', (from) => {
  const internal = [
    ...['x-middleware-subrequest', 'x-middleware-prefetch', 'x-middleware-set-cookie', 'x-middleware-override-headers'],
    ...['x-invoke-path', 'x-invoke-status', 'x-invoke-error', 'x-invoke-output', 'x-now-route-matches'],
    ...['x-matched-path', 'x-nextjs-data', 'x-next-resume-state-length', 'next-resume'],
  ];
  const seen = headersSeen(from, {
    ...Object.fromEntries(internal.map((name) => [name, '/admin'])),
    rsc: '1',
    'next-action': 'x',
  });
  expect(Object.keys(seen).sort()).toEqual(['next-action', 'rsc', 'x-forwarded-for']);
});
