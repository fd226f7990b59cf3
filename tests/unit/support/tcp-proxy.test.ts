import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { startTcpProxy, type TcpProxy } from '../../support/http/tcp-proxy.ts';

let asked: string[];
let proxy: TcpProxy;
// Answers every chunk with the same text in capitals.
const echo = createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    asked.push(String(chunk));
    socket.write(String(chunk).toUpperCase());
  });
});

beforeEach(async () => {
  asked = [];
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

/** Also when it ends with an error. */
const closing = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));
const answer = (socket: Socket): Promise<string> => once(socket, 'data').then(([chunk]) => String(chunk));
const silence = Symbol('silence');
const orSilence = (promise: Promise<string>) => Promise.race([promise, wait(100, silence)]);

test('passes both ways', async () => {
  const socket = await open();
  socket.write('one');
  expect(await answer(socket)).toBe('ONE');
  socket.destroy();
});

test('refuses: open connections end, new ones are refused, and it can be opened again', async () => {
  const socket = await open();
  const closed = closing(socket);
  proxy.refuse();
  await closed;
  await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  proxy.pass();
  const again = await eventually(open);
  again.write('two');
  expect(await answer(again)).toBe('TWO');
  again.destroy();
});

test('stalls: what was sent arrives once it passes again', async () => {
  const before = await open();
  proxy.stall();
  const during = await open();
  const answers = [answer(before), answer(during)];
  before.write('three');
  during.write('four');
  expect(await orSilence(Promise.race(answers))).toBe(silence);
  expect(asked).toEqual([]);
  proxy.pass();
  expect(await Promise.all(answers)).toEqual(['THREE', 'FOUR']);
  before.destroy();
  during.destroy();
});

test('drops replies: the server hears everything, the client nothing until it connects anew', async () => {
  const socket = await open();
  proxy.dropReplies();
  const reply = answer(socket);
  reply.catch(() => {});
  socket.write('five');
  await eventually(() => expect(asked).toEqual(['five']));
  expect(await orSilence(reply)).toBe(silence);
  const closed = closing(socket);
  proxy.pass();
  await closed;
  const again = await open();
  again.write('six');
  expect(await answer(again)).toBe('SIX');
  again.destroy();
});

test('it counts what clients have sent', async () => {
  const socket = await open();
  socket.write('four');
  await answer(socket);
  expect(proxy.sent()).toBe(4);
  socket.destroy();
});
