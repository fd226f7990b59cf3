import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sendWebhook } from '#lib/webhooks/send-webhook.ts';
import { makeCertificate } from '../../../dev/nginx/make-certificate.ts';
import { type Receiver, status } from '../../support/webhooks/start-receiver.ts';
import { never, receivers } from './webhook-fixture.ts';

process.env.WEBHOOK_PRIVATE_NETWORKS = '127.0.0.0/8';

const receiver = receivers();

test('what an endpoint does wrong is a failure with its reason', async () => {
  const [program, elsewhere] = [await receiver(), await receiver()];
  const send = (url = program.url) => sendWebhook({ url, headers: {}, body: '{}' }, never, { timeoutMs: 400 });
  const answer = async (handle: Receiver['answers'][number]) => {
    program.answers.push(handle);
    return send();
  };
  expect(await answer(status(500))).toMatchObject({ status: 500, error: 'The response was 500.' });
  expect(await answer(status(302, { location: elsewhere.url }))).toMatchObject({
    status: 302,
    error: 'The response was 302, a redirect. Redirects are not followed.',
  });
  expect(elsewhere.received).toEqual([]);
  expect(await answer(() => {})).toMatchObject({ status: null, error: 'There was no response within 0.4 seconds.' });
  const closed = 'The connection was closed before there was a response.';
  expect(await answer((response) => response.destroy())).toMatchObject({ status: null, error: closed });
  const upgrade = { connection: 'upgrade', upgrade: 'websocket' };
  expect(await answer(status(101, upgrade))).toMatchObject({ status: null, error: closed });
  const { url } = elsewhere;
  await elsewhere.close();
  expect((await send(url))?.error).toBe('The connection was refused: nothing listens there.');
  expect((await send(url.replace('http:', 'https:')))?.error).toMatch(/refused/);
});

test('the connection goes to the address that was checked, and Host and SNI stay the name', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));
  makeCertificate(folder);
  const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => readFileSync(path.join(folder, name)));
  rmSync(folder, { recursive: true });
  const names: string[] = [];
  const SNICallback = (name: string, done: (error: null) => void) => {
    names.push(name);
    done(null);
  };
  const secure = createSecureServer({ key, cert, SNICallback }, (_request, response) => response.end());
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const program = await receiver();
  // No name server knows these names.
  const send = (url: string) =>
    sendWebhook({ url, headers: {}, body: '{}' }, never, { resolveName: async () => ['127.0.0.1'] });
  const { port } = new URL(program.url);
  expect(await send(`http://program.invalid:${port}/`)).toMatchObject({ status: 204, error: null });
  expect(program.received[0]?.headers.host).toBe(`program.invalid:${port}`);
  const result = await send(`https://secure.invalid:${(secure.address() as AddressInfo).port}/`);
  expect(result).toMatchObject({ status: null, error: 'The certificate was not accepted: it is self-signed.' });
  expect(names).toEqual(['secure.invalid']);
  secure.closeAllConnections();
  await new Promise((resolve) => secure.close(resolve));
});

test('a response that never ends, or is huge, is a success as soon as its status is, and not read', async () => {
  let sent = 0;
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
      const more = () => {
        while (!socket.destroyed && sent < 10_000 && socket.write(chunk)) sent++;
        sent++;
      };
      socket.on('drain', more);
      more();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const result = await sendWebhook({ url, headers: {}, body: '{}' }, never);
  expect(result).toMatchObject({ status: 200, error: null });
  expect(result?.durationMs).toBeLessThan(1_000);
  // The buffers of both sides, and not the 600 MB.
  expect(sent).toBeLessThan(500);
  await new Promise((resolve) => server.close(resolve));
});
