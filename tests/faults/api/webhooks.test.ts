import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type ApiClient, addToken, apiClient } from '../../support/api/api-client.ts';
import { eventually } from '../../support/eventually.ts';
import { addAccount, addWork, type Work } from '../../support/shop/shop-data.ts';
import { type Shop, startShop } from '../../support/shop/start-shop.ts';
import { type Receiver, startReceiver, verified } from '../../support/webhooks/start-receiver.ts';

let shop: Shop;
let program: Receiver;
let work: Work;
let api: ApiClient;

beforeAll(async () => {
  program = await startReceiver();
  shop = await startShop(inject('postgresUrl'));
  work = await addWork(shop, { status: 'DRAFT' });
  api = apiClient(shop, await addToken(shop, work.artist));
});
afterAll(async () => {
  await shop?.stop();
  await program?.close();
});

test('a program adds its endpoint, is told of a work, sees the log, and has a delivery sent again', async () => {
  const added = await api('POST', '/webhooks', { url: program.url, events: ['post.published'] });
  expect(added).toMatchObject({ status: 201, body: { url: program.url, events: ['post.published'], isOn: true } });
  const { id, secret } = added.body;
  expect((await api('GET', '/webhooks')).body.endpoints).toMatchObject([{ id }]);
  expect((await api('GET', `/webhooks/${id}`)).body).not.toHaveProperty('secret');

  await api('POST', `/posts/${work.id}/publish`);
  const [told] = await program.waitFor(1);
  expect(told && verified(secret, told)).toMatchObject({ type: 'post.published', data: { id: work.id } });

  const delivered = await eventually(async () => {
    const { deliveries } = (await api('GET', `/webhooks/${id}/deliveries`)).body;
    expect(deliveries).toMatchObject([{ type: 'post.published', status: 'delivered', responseStatus: 204 }]);
    return deliveries[0];
  });
  expect(delivered.payload).toBe(told?.body);
  const renewed = await api('POST', `/webhooks/${id}/secret`);
  expect((await api('POST', `/webhooks/${id}/deliveries/${delivered.id}/replay`)).status).toBe(202);
  const [, again] = await program.waitFor(2);
  expect(again?.id).toBe(told?.id);
  for (const each of [secret, renewed.body.secret])
    expect(again && verified(each, again)).toMatchObject({ type: 'post.published' });

  expect((await api('PATCH', `/webhooks/${id}`, { isOn: false })).body).toMatchObject({
    ...{ isOn: false, switchedOff: { because: 'owner' }, events: ['post.published'] },
  });
  expect((await api('POST', `/webhooks/${id}/test`)).body.code).toBe('endpoint-off');
  expect((await api('PATCH', `/webhooks/${id}`, { isOn: true, events: ['post.sold'] })).body).toMatchObject({
    ...{ isOn: true, events: ['post.sold'] },
  });
  expect((await api('POST', `/webhooks/${id}/test`)).status).toBe(202);
  expect((await program.waitFor(3))[2]?.body).toContain('endpoint.tested');
  expect((await api('DELETE', `/webhooks/${id}`)).status).toBe(204);
  expect((await api('GET', `/webhooks/${id}`)).status).toBe(404);
});

test('a repeated request has no secret, and none is stored', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const input = { url: program.url, events: ['post.sold'] };
  const first = await api('POST', '/webhooks', input, headers);
  const second = await api('POST', '/webhooks', input, headers);
  expect(first.body.secret).toMatch(/^whsec_/);
  expect(second.body).toEqual({ ...first.body, secret: null });
  const { rows } = await shop.database.query('SELECT FROM idempotency_keys WHERE body LIKE $1', ['%whsec_%']);
  expect(rows).toHaveLength(0);
});

test('endpoints are their owner’s, and lead to no private address', async () => {
  const { id } = (await api('POST', '/webhooks', { url: program.url, events: ['post.sold'] })).body;
  const stranger = apiClient(shop, await addToken(shop, await addAccount(shop)));
  for (const [method, path] of [
    ['GET', `/webhooks/${id}`],
    ['DELETE', `/webhooks/${id}`],
    ['POST', `/webhooks/${id}/secret`],
    ['GET', `/webhooks/${id}/deliveries`],
    ['POST', `/webhooks/${id}/deliveries/${randomUUID()}/replay`],
  ] as const)
    expect([path, (await stranger(method, path)).status]).toEqual([path, 404]);
  const refused = await api('POST', '/webhooks', { url: 'http://169.254.169.254/', events: ['post.sold'] });
  expect(refused).toMatchObject({ status: 422, body: { code: 'webhook-address-refused', errors: [{ field: 'url' }] } });
});
