import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, expect, test } from 'vitest';
import { LogServer } from '#lib/log-server.ts';
import { makeCertificate } from '../../dev/nginx/make-certificate.ts';
import { eventually } from '../support/eventually.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'log-server-'));
makeCertificate(folder);
const [key, cert] = ['key.pem', 'certificate.pem'].map((file) => readFileSync(path.join(folder, file)));
afterAll(() => rmSync(folder, { recursive: true }));

let received = '';
const sockets = new Set<TLSSocket>();
let server: Server | undefined;
let client: LogServer | undefined;

async function listen(port = 0): Promise<number> {
  const started = createServer({ key, cert }, (socket) => {
    sockets.add(socket);
    socket.on('data', (data) => {
      received += data;
    });
    socket.on('error', () => {});
  });
  started.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => started.listen(port, 'localhost', resolve));
  server = started;
  return (started.address() as AddressInfo).port;
}

async function stop(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => server?.close(resolve));
}

const problems: { problem: string; details: Record<string, unknown> }[] = [];
function connect(port: number, tls = { ca: cert }): LogServer {
  client = new LogServer(`tls://localhost:${port}`, {
    report: (problem, details) => problems.push({ problem, details }),
    tls,
  });
  return client;
}

afterEach(async () => {
  client?.close();
  await stop();
  received = '';
  problems.length = 0;
});

/** The messages, each of which begins with its length in bytes. */
function messages(): string[] {
  const found: string[] = [];
  let bytes = Buffer.from(received);
  while (bytes.length > 0) {
    const begin = bytes.indexOf(' ') + 1;
    const end = begin + Number(bytes.subarray(0, begin));
    expect(end).toBeLessThanOrEqual(bytes.length);
    found.push(bytes.subarray(begin, end).toString());
    bytes = bytes.subarray(end);
  }
  return found;
}

test('each line is one syslog message, with its severity and its length in bytes', async () => {
  const log = connect(await listen());
  const lines = ['{"level":30,"msg":"a”b"}', '{"level":40,"msg":"b"}', '{"level":50}', '{"level":60}', 'no JSON'];
  for (const line of lines) log.write(`${line}\n`);
  await eventually(() => expect(messages()).toHaveLength(5));
  const severities = messages().map(
    (message) => /^<(\d+)>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ makeyourspace \d+ - - /.exec(message)?.[1],
  );
  expect(severities).toEqual(['134', '132', '131', '130', '134']);
  expect(messages().map((message) => message.split(' - - ')[1])).toEqual(lines);
});

test('lines wait while the server is away, and follow in their order', async () => {
  const port = await listen();
  const log = connect(port);
  log.write('{"level":30,"n":1}\n');
  await eventually(() => expect(messages()).toHaveLength(1));
  await stop();
  await eventually(() => {
    log.write('{"level":30,"n":2}\n');
    expect(problems).toMatchObject([{ problem: 'the log server cannot be reached' }]);
  });
  log.write('{"level":30,"n":3}\n');
  await listen(port);
  await eventually(() => expect(messages().at(-1)).toContain('"n":3'));
  expect(
    messages()
      .slice(1, -1)
      .every((message) => message.endsWith('"n":2}')),
  ).toBe(true);
});

test('more lines than have room are counted, and their number is told', async () => {
  const port = await listen();
  await stop();
  const log = connect(port);
  for (let n = 0; n < 10_005; n++) log.write(`{"level":30,"n":${n}}\n`);
  await eventually(() => expect(problems).toHaveLength(1));
  await listen(port);
  await eventually(() => expect(messages()).toHaveLength(10_000));
  expect(problems[1]).toEqual({ problem: 'the log server has missed lines', details: { missing: 5 } });
});

test('nothing is sent to a machine whose certificate nobody vouches for', async () => {
  const log = connect(await listen(), { ca: undefined as never });
  log.write('{"level":30,"secret":true}\n');
  await eventually(() =>
    expect(problems).toMatchObject([{ details: { err: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } } }]),
  );
  expect(received).toBe('');
});
