import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { lockRows, waitForLockedBackends } from '../support/database/lock-rows.ts';
import { eventually } from '../support/eventually.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import {
  payAtStripe,
  saleStateOf,
  sendBuyForm,
  startCheckoutOverHttp,
} from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { openEventStream } from '../support/shop/open-event-stream.ts';
import { pauseReconciliation } from '../support/shop/pause-reconciliation.ts';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

const STREAMS = 300;
/** A process stops within this time. */
const MAX_STOP_MS = 10_000;
/** The web process's exit code after SIGTERM. */
const SIGTERM_EXIT_CODE = 143;

let shop: Shop;

beforeEach(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['stripe'], env: { LOG_LEVEL: 'info' } });
});
afterEach(() => shop?.stop());

type PendingRequest = { sending: ClientRequest; reply: Promise<{ status: number | undefined; body: string }> };

/** Begins a request whose body follows later. */
function begin(path: string, headers: Record<string, string | number>): PendingRequest {
  const sending = request(`${shop.url}${path}`, { method: 'POST', headers: { origin: shop.url, ...headers } });
  const reply = once(sending, 'response').then(async ([response]: IncomingMessage[]) => {
    const chunks: Buffer[] = [];
    for await (const chunk of response ?? []) chunks.push(chunk);
    return { status: response?.statusCode, body: Buffer.concat(chunks).toString() };
  });
  return { sending, reply };
}

/** Opens an event stream. @returns its end: true when it was completed, false when it was cut off. */
async function openLiveStream(path: string, agent: Agent): Promise<{ ended: Promise<boolean> }> {
  const sending = request(`${shop.url}${path}`, { agent }).end();
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  const ended = new Promise<boolean>((resolve) => response.on('close', () => resolve(response.complete)));
  response.on('error', () => {});
  response.resume();
  return { ended };
}

async function endWithin(name: 'web' | 'worker', milliseconds: number) {
  const start = performance.now();
  const exit = await shop.ended(name);
  expect(performance.now() - start).toBeLessThan(milliseconds);
  return exit;
}

const untilRefused = () =>
  eventually(() => expect(fetch(shop.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } }));

test(`SIGTERM with ${STREAMS} open streams lets an upload and a checkout in progress finish, and refuses new connections`, async () => {
  const account = await addAccount(shop);
  const { cookie } = await signInOverHttp(shop, account.username);
  const work = await addWork(shop);
  const agent = new Agent({ keepAlive: true, maxSockets: STREAMS });
  const streams = await Promise.all(Array.from({ length: STREAMS }, () => openLiveStream('/api/live', agent)));

  const background = { r: 120, g: 60, b: 30 };
  const picture = await sharp({ create: { width: 400, height: 300, channels: 3, background } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const half = picture.byteLength / 2;
  const upload = begin('/api/pictures', { cookie: cookie ?? '', 'content-length': picture.byteLength });
  upload.sending.write(picture.subarray(0, half));

  shop.proxies.stripe.stall();
  const checkout = sendBuyForm(shop, work);
  await eventually(async () => {
    const { rows } = await shop.database.query('SELECT FROM orders WHERE post_id = $1', [work.id]);
    expect(rows).toHaveLength(1);
  });

  shop.signal('web', 'SIGTERM');
  await untilRefused();
  upload.sending.end(picture.subarray(half));
  expect(await upload.reply).toMatchObject({ status: 201 });
  shop.proxies.stripe.pass();
  const { status, headers } = await checkout;
  expect({ status, to: headers.get('location') }).toEqual({ status: 303, to: expect.stringContaining('/c/pay/') });

  expect(await endWithin('web', MAX_STOP_MS)).toBe(SIGTERM_EXIT_CODE);
  expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual(Array(STREAMS).fill(true));
  agent.destroy();
  await shop.restart('web');
  await expectInvariants(shop);
});

test('SIGTERM ends a connection that keeps sending requests, and a request whose body never ends', async () => {
  const { cookie } = await signInOverHttp(shop, (await addAccount(shop)).username);
  const endless = begin('/api/pictures', { cookie: cookie ?? '', 'transfer-encoding': 'chunked' });
  endless.sending.write(Buffer.alloc(1_000));
  const cutOff = endless.reply.then(
    () => false,
    () => true,
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let requestCount = 0;
  const requestLoop = (async () => {
    for (;;) {
      const sending = request(`${shop.url}/api/health`, { agent }).end();
      const [response] = (await once(sending, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      requestCount++;
    }
  })();
  // Reset: the request was on its way when the connection was closed.
  const lastError = requestLoop.catch((error: NodeJS.ErrnoException) => error.code);
  await eventually(() => expect(requestCount).toBeGreaterThan(3));

  shop.signal('web', 'SIGTERM');
  expect(await lastError).toMatch(/^ECONN(REFUSED|RESET)$/);
  expect(await endWithin('web', MAX_STOP_MS)).toBe(SIGTERM_EXIT_CODE);
  expect(await cutOff).toBe(true);
  agent.destroy();
  await shop.restart('web');
  await expectInvariants(shop);
});

test('after SIGTERM the worker applies and acknowledges its current event before it exits', async () => {
  await pauseReconciliation(shop);
  const stream = openEventStream(shop.redisUrl);
  const checkout = await startCheckoutOverHttp(shop, await addWork(shop));
  const unlock = await lockRows(shop, 'orders', [checkout.orderId]);
  await payAtStripe(shop, checkout.sessionId);
  await waitForLockedBackends(shop, 1);
  shop.signal('worker', 'SIGTERM');
  await eventually(() => expect(shop.log('worker')).toContain('worker stopping'));
  await unlock();
  expect(await endWithin('worker', MAX_STOP_MS)).toBe(0);
  expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await stream.pending()).toEqual([]);
  stream.close();
  await expectInvariants(shop);
});
