import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { closeDueAccounts } from '#lib/leaving/close-account.ts';
import { requestClosing } from '#lib/leaving/request-closing.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { createEndpoint } from '#lib/webhooks/create-endpoint.ts';
import { deleteEndpoint } from '#lib/webhooks/delete-endpoint.ts';
import { deleteOldWebhooks } from '#lib/webhooks/delete-old-webhooks.ts';
import { getEndpoint, listDeliveries, listEndpoints } from '#lib/webhooks/queries.ts';
import { readSecret } from '#lib/webhooks/read-secret.ts';
import { replaceSecret } from '#lib/webhooks/replace-secret.ts';
import { replayDelivery, replayFailedDeliveries } from '#lib/webhooks/replay-deliveries.ts';
import { sendTestEvent } from '#lib/webhooks/send-test-event.ts';
import { switchOffEndpoint, switchOnEndpoint } from '#lib/webhooks/switch-endpoint.ts';
import { updateEndpoint } from '#lib/webhooks/update-endpoint.ts';
import { makeUser } from '../../support/database/factories.ts';
import { addEndpoint, deliveries, makeSale, messages, never, pay } from './webhook-fixture.ts';

process.env.WEBHOOK_PRIVATE_NETWORKS = '127.0.0.0/8';

const URL = 'http://127.0.0.1:9/T0/secret-path';
const INPUT = { url: 'http://127.0.0.1:9/other', events: ['post.sold' as const] };
const DAY = 24 * 60 * 60 * 1_000;

test('an endpoint is added, changed, switched and deleted, and each is in the audit log, without the path of the URL', async () => {
  const artist = await makeUser();
  const { id, secret } = await addEndpoint(artist, `${URL}#part`, { events: ['order.paid', 'post.sold'] });
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
  expect(await readSecret(artist, 'own', id)).toEqual({ url: URL, secret, previousUntil: null });
  await updateEndpoint(artist, 'own', id, INPUT);
  await switchOffEndpoint(artist, 'own', id);
  await switchOffEndpoint(artist, 'own', id);
  await expect(sendTestEvent(artist, 'own', id)).rejects.toMatchObject({ code: 'endpoint-off' });
  await switchOnEndpoint(artist, 'own', id);
  const replaced = await replaceSecret(artist, 'own', id);
  expect(replaced).not.toBe(secret);
  expect(await readSecret(artist, 'own', id)).toMatchObject({ secret: replaced, previousUntil: expect.any(String) });
  expect(await listEndpoints(artist, 'own')).toMatchObject([{ id, ...INPUT, switchedOff: null }]);
  await deleteEndpoint(artist, 'own', id);
  expect(await listEndpoints(artist, 'own')).toEqual([]);
  const rows = await db().auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
  expect(rows.map(({ action }) => action)).toEqual([
    ...['webhook-added', 'webhook-changed', 'webhook-switched-off', 'webhook-switched-on'],
    ...['webhook-secret-replaced', 'webhook-deleted'],
  ]);
  expect(rows[0]).toMatchObject({ actorId: artist.id, subjectName: '127.0.0.1:9' });
  expect(JSON.stringify(rows.map(({ id: _, ...row }) => row))).not.toMatch(/secret-path|whsec/);
});

test('the secret is not readable in the database, nor for another row', async () => {
  const artist = await makeUser();
  const [one, other] = [await addEndpoint(artist, URL), await addEndpoint(artist, URL)];
  const row = await db().webhookEndpoint.findFirstOrThrow({ where: { id: one.id } });
  const key = Buffer.from(one.secret.slice('whsec_'.length), 'base64');
  expect(Buffer.from(row.secret).includes(key)).toBe(false);
  await db().webhookEndpoint.update({ where: { id: other.id }, data: { secret: row.secret } });
  expect(await readSecret(artist, 'own', other.id)).toMatchObject({ secret: null });
});

test('somebody else’s endpoint is not found, whatever is asked of it, and the shop’s is for admins with a second factor', async () => {
  const [artist, stranger, admin] = [await makeUser(), await makeUser(), await makeUser({ role: 'ADMIN' })];
  const own = await addEndpoint(artist, URL);
  const shop = await addEndpoint(admin, URL, { scope: 'shop' });
  await sendTestEvent(artist, 'own', own.id);
  const [delivery] = await deliveries(own.id);
  const commands = [
    readSecret,
    replaceSecret,
    sendTestEvent,
    switchOffEndpoint,
    switchOnEndpoint,
    deleteEndpoint,
    replayFailedDeliveries,
    (...[viewer, scope, id]: Parameters<typeof readSecret>) => updateEndpoint(viewer, scope, id, INPUT),
    (...[viewer, scope, id]: Parameters<typeof readSecret>) => replayDelivery(viewer, scope, id, delivery?.id ?? ''),
  ];
  for (const command of commands) {
    await expect(command(stranger, 'own', own.id), command.name).rejects.toMatchObject({ code: 'not-found' });
    await expect(command(admin, 'shop', own.id), command.name).rejects.toMatchObject({ code: 'not-found' });
    await expect(command(artist, 'shop', shop.id), command.name).rejects.toMatchObject({ code: 'not-found' });
    await expect(command({ ...admin, hasSecondFactor: false }, 'shop', shop.id)).rejects.toMatchObject({
      code: 'admin-needs-factor',
    });
  }
  expect(await getEndpoint(stranger, 'own', own.id)).toBeNull();
  expect((await listDeliveries(stranger, 'own', own.id, null)).rows).toEqual([]);
  // One's own endpoint does not open the log of another.
  const another = await addEndpoint(stranger, URL);
  await expect(replayDelivery(stranger, 'own', another.id, delivery?.id ?? '')).rejects.toMatchObject({
    code: 'not-found',
  });
  expect((await listDeliveries(artist, 'own', own.id, null)).rows).toHaveLength(1);
  await deleteEndpoint(admin, 'shop', shop.id);
});

test('ten endpoints, also if several are added at the same moment, and only with a proven email', async () => {
  const artist = await makeUser();
  const added = await Promise.allSettled(Array.from({ length: 12 }, () => addEndpoint(artist, URL)));
  const refused = added.filter((result) => result.status === 'rejected');
  expect(refused.map(({ reason }) => reason.code)).toEqual(['too-many-endpoints', 'too-many-endpoints']);
  const unproven = await makeUser({ emailProvenAt: null });
  await expect(createEndpoint(unproven, 'own', INPUT)).rejects.toMatchObject({ code: 'webhooks-need-proven-email' });
  await expect(createEndpoint(await makeUser(), 'own', { ...INPUT, url: 'https://10.0.0.1/' })).rejects.toMatchObject({
    code: 'webhook-address-refused',
    field: 'url',
  });
});

test('twenty tests an hour', async () => {
  const artist = await makeUser();
  const { id } = await addEndpoint(artist, URL);
  for (let time = 0; time < 20; time++) await sendTestEvent(artist, 'own', id);
  await expect(sendTestEvent(artist, 'own', id)).rejects.toMatchObject({ code: 'too-many-tests' });
  await db().webhookDelivery.updateMany({ where: { endpointId: id }, data: { createdAt: new Date(Date.now() - DAY) } });
  await sendTestEvent(artist, 'own', id);
});

test('the log is paged in both directions, each delivery once, also if all are of one moment', async () => {
  const artist = await makeUser();
  const { id } = await addEndpoint(artist, URL);
  for (let time = 0; time < 20; time++) await sendTestEvent(artist, 'own', id);
  await db().webhookDelivery.updateMany({ where: { endpointId: id }, data: { createdAt: new Date(Date.now() - DAY) } });
  for (let time = 0; time < 20; time++) await sendTestEvent(artist, 'own', id);
  await db().webhookDelivery.updateMany({ where: { endpointId: id }, data: { createdAt: new Date(Date.now() - DAY) } });
  for (let time = 0; time < 20; time++) await sendTestEvent(artist, 'own', id);
  const seen: string[] = [];
  let page = await listDeliveries(artist, 'own', id, null);
  for (;;) {
    seen.push(...page.rows.map((row) => row.id));
    if (!page.older) break;
    page = await listDeliveries(artist, 'own', id, readKeysetCursor({ older: page.older }));
  }
  expect(new Set(seen).size).toBe(60);
  expect(seen).toHaveLength(60);
  const before = await listDeliveries(artist, 'own', id, readKeysetCursor({ newer: page.newer }));
  expect(before.rows.map((row) => row.id)).toEqual(seen.slice(25, 50));
});

test('what is older than 30 days is deleted with its deliveries, and newer is not', async () => {
  const artist = await makeUser();
  const { id } = await addEndpoint(artist, URL);
  const sales = [await makeSale(artist), await makeSale(artist)];
  for (const { orderId } of sales) await pay(orderId);
  const [old, recent] = sales.map(({ post }) => post.id);
  const age = (postId: string | undefined, days: number) =>
    db().webhookMessage.updateMany({ where: { postId }, data: { createdAt: new Date(Date.now() - days * DAY) } });
  await age(old, 30.01);
  await age(recent, 29.9);
  expect(await deleteOldWebhooks(never)).toBe(2);
  expect((await deliveries(id)).map(({ postId }) => postId)).toEqual([recent, recent]);
});

test('with an account its endpoints go, and what was told about it', async () => {
  const artist = await makeUser();
  const { id } = await addEndpoint(artist, URL);
  const { post, orderId } = await makeSale(artist);
  await pay(orderId);
  await requestClosing(artist);
  await db().user.update({ where: { id: artist.id }, data: { closesAt: new Date() } });
  expect(await closeDueAccounts()).toBe(1);
  expect(await db().webhookEndpoint.count({ where: { id } })).toBe(0);
  expect(await messages(post.id)).toEqual([]);
  await expect(addEndpoint(artist, URL)).rejects.toMatchObject({ code: 'account-closing' });
});
