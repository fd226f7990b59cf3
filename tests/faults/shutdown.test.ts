import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { lockRows, waitingBackends } from '../support/database/row-lock.ts';
import { eventStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { payAtStripe, saleOf, sendBuyForm, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { signInOverHttp } from '../support/http/sign-in.ts';
import { holdReconciler } from '../support/shop/hold-reconciler.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addPerson, addWork } from '../support/shop/shop-data.ts';

const STREAMS = 300;
/** What a stop may take, milliseconds. */
const LIMIT = 10_000;
/** How the web server says that SIGTERM ended it. */
const BY_SIGTERM = 143;

let shop: Shop;

beforeEach(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['stripe'], env: { LOG_LEVEL: 'info' } });
});
afterEach(() => shop?.stop());

type Sent = { sending: ClientRequest; answer: Promise<{ status: number | undefined; body: string }> };

/** A request whose body is still to come. */
function begin(path: string, headers: Record<string, string | number>): Sent {
  const sending = request(`${shop.url}${path}`, { method: 'POST', headers: { origin: shop.url, ...headers } });
  const answer = once(sending, 'response').then(async ([response]: IncomingMessage[]) => {
    const chunks: Buffer[] = [];
    for await (const chunk of response ?? []) chunks.push(chunk);
    return { status: response?.statusCode, body: Buffer.concat(chunks).toString() };
  });
  return { sending, answer };
}

/** A page that listens for changes. @returns the end of its stream: true in good order, false when it was cut off. */
async function listenTo(path: string, agent: Agent): Promise<{ ended: Promise<boolean> }> {
  const sending = request(`${shop.url}${path}`, { agent }).end();
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  const ended = new Promise<boolean>((resolve) => response.on('close', () => resolve(response.complete)));
  response.on('error', () => {});
  response.resume();
  return { ended };
}

async function endWithin(name: 'web' | 'worker', milliseconds: number) {
  const began = performance.now();
  const how = await shop.ended(name);
  expect(performance.now() - began).toBeLessThan(milliseconds);
  return how;
}

const refused = () =>
  eventually(() => expect(fetch(shop.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } }));

test(`SIGTERM with ${STREAMS} open streams: an upload and a checkout under way get their answers, nobody new is let in`, async () => {
  const person = await addPerson(shop);
  const { cookie } = await signInOverHttp(shop, person.username);
  const work = await addWork(shop);
  const agent = new Agent({ keepAlive: true, maxSockets: STREAMS });
  const streams = await Promise.all(Array.from({ length: STREAMS }, () => listenTo('/api/live', agent)));

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
  await refused();
  upload.sending.end(picture.subarray(half));
  expect(await upload.answer).toMatchObject({ status: 201 });
  shop.proxies.stripe.pass();
  const { status, headers } = await checkout;
  expect({ status, to: headers.get('location') }).toEqual({ status: 303, to: expect.stringContaining('/c/pay/') });

  expect(await endWithin('web', LIMIT)).toBe(BY_SIGTERM);
  expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual(Array(STREAMS).fill(true));
  agent.destroy();
  await shop.restart('web');
  await expectSound(shop);
});

test('SIGTERM while somebody keeps on asking on one connection, and while a body never ends', async () => {
  const { cookie } = await signInOverHttp(shop, (await addPerson(shop)).username);
  const endless = begin('/api/pictures', { cookie: cookie ?? '', 'transfer-encoding': 'chunked' });
  endless.sending.write(Buffer.alloc(1_000));
  const cutOff = endless.answer.then(
    () => false,
    () => true,
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let asked = 0;
  const keepsAsking = (async () => {
    for (;;) {
      const sending = request(`${shop.url}/api/health`, { agent }).end();
      const [response] = (await once(sending, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      asked++;
    }
  })();
  // Reset: the question was on its way on the open connection when that was closed.
  const lastWord = keepsAsking.catch((error: NodeJS.ErrnoException) => error.code);
  await eventually(() => expect(asked).toBeGreaterThan(3));

  shop.signal('web', 'SIGTERM');
  expect(await lastWord).toMatch(/^ECONN(REFUSED|RESET)$/);
  expect(await endWithin('web', LIMIT)).toBe(BY_SIGTERM);
  expect(await cutOff).toBe(true);
  agent.destroy();
  await shop.restart('web');
  await expectSound(shop);
});

test('SIGTERM while the worker is at an event: it is applied, acknowledged, and then the worker ends', async () => {
  await holdReconciler(shop);
  const stream = eventStream(shop.redisUrl);
  const bought = await startCheckoutOverHttp(shop, await addWork(shop));
  const unlock = await lockRows(shop, 'orders', [bought.orderId]);
  await payAtStripe(shop, bought.sessionId);
  await waitingBackends(shop, 1);
  shop.signal('worker', 'SIGTERM');
  await eventually(() => expect(shop.log('worker')).toContain('worker stopping'));
  await unlock();
  expect(await endWithin('worker', LIMIT)).toBe(0);
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await stream.pending()).toEqual([]);
  stream.close();
  await expectSound(shop);
});
