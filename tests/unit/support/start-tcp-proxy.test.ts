import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { startTcpProxy, type TcpProxy } from '../../support/start-tcp-proxy.ts';

let received: string[];
let proxy: TcpProxy;
// Replies to every chunk with the same text in capitals.
const echo = createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    received.push(String(chunk));
    socket.write(String(chunk).toUpperCase());
  });
});

beforeEach(async () => {
  received = [];
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  proxy = await startTcpProxy({ port: (echo.address() as AddressInfo).port });
});

afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

async function open(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  return socket;
}

/** Resolves when the socket closes, also after an error. */
const closing = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));
const nextChunk = (socket: Socket): Promise<string> => once(socket, 'data').then(([chunk]) => String(chunk));
const silence = Symbol('silence');
const orSilence = (promise: Promise<string>) => Promise.race([promise, wait(100, silence)]);

test('forwards in both directions', async () => {
  const socket = await open();
  socket.write('one');
  expect(await nextChunk(socket)).toBe('ONE');
  socket.destroy();
});

test('refuse() ends open connections and refuses new ones until pass()', async () => {
  const socket = await open();
  const closed = closing(socket);
  proxy.refuse();
  await closed;
  await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  proxy.pass();
  const reconnected = await eventually(open);
  reconnected.write('two');
  expect(await nextChunk(reconnected)).toBe('TWO');
  reconnected.destroy();
});

test('stall() holds everything back until pass()', async () => {
  const before = await open();
  proxy.stall();
  const during = await open();
  const replies = [nextChunk(before), nextChunk(during)];
  before.write('three');
  during.write('four');
  expect(await orSilence(Promise.race(replies))).toBe(silence);
  expect(received).toEqual([]);
  proxy.pass();
  expect(await Promise.all(replies)).toEqual(['THREE', 'FOUR']);
  before.destroy();
  during.destroy();
});

test('dropReplies() forwards requests but no replies until the client connects again', async () => {
  const socket = await open();
  proxy.dropReplies();
  const reply = nextChunk(socket);
  reply.catch(() => {});
  socket.write('five');
  await eventually(() => expect(received).toEqual(['five']));
  expect(await orSilence(reply)).toBe(silence);
  const closed = closing(socket);
  proxy.pass();
  await closed;
  const reconnected = await open();
  reconnected.write('six');
  expect(await nextChunk(reconnected)).toBe('SIX');
  reconnected.destroy();
});

test('counts the bytes that clients have sent', async () => {
  const socket = await open();
  socket.write('four');
  await nextChunk(socket);
  expect(proxy.sent()).toBe(4);
  socket.destroy();
});
