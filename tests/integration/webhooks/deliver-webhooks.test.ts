import { afterEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { hidePost, showPost } from '#lib/posts/moderate-post.ts';
import { testWebhookSchema } from '#lib/schemas/webhooks.ts';
import { deliverWebhooks, WebhookDeliverer } from '#lib/webhooks/deliver-webhooks.ts';
import { listDeliveries } from '#lib/webhooks/queries.ts';
import { replaceSecret } from '#lib/webhooks/replace-secret.ts';
import { replayDelivery, replayFailedDeliveries } from '#lib/webhooks/replay-deliveries.ts';
import { sendTestEvent } from '#lib/webhooks/send-test-event.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { type Receiver, status, verified } from '../../support/webhooks/start-receiver.ts';
import { addEndpoint, deliverAll, deliveries, makeDue, makeSale, pay, receivers } from './webhook-fixture.ts';

process.env.WEBHOOK_PRIVATE_NETWORKS = '127.0.0.0/8';

const receiver = receivers();

afterEach(() => db().webhookEndpoint.deleteMany());

/** An artist with an endpoint at a new receiver. */
async function makeListener() {
  const [artist, program] = [await makeUser(), await receiver()];
  return { artist, program, ...(await addEndpoint(artist, program.url)) };
}

const hour = 60 * 60 * 1_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const idsOf = ({ received }: Receiver) => received.map(({ id }) => id);

test('a sale arrives with a signature that the library accepts, and once', async () => {
  const { artist, program, id, secret } = await makeListener();
  const { orderId } = await makeSale(artist);
  await pay(orderId);
  await deliverAll();
  expect(program.received.map((each) => verified(secret, each))).toMatchObject([
    { type: 'order.paid', data: { id: orderId } },
    { type: 'post.sold' },
  ]);
  const rows = await deliveries(id);
  expect(rows.map(({ messageId }) => messageId)).toEqual(idsOf(program));
  expect(rows[0]).toMatchObject({ status: 'delivered', attempts: 1, responseStatus: 204, lastError: null });
  expect(program.received[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'MakeYourSpace-Webhooks (+http://localhost:3000)',
  });
  await makeDue(id);
  expect(await deliverAll()).toBe(0);
});

test('a secret that was replaced signs as well for a day', async () => {
  const { artist, program, id, secret } = await makeListener();
  const replaced = await replaceSecret(artist, 'own', id);
  await sendTestEvent(artist, 'own', id);
  await deliverAll();
  const [both] = await program.waitFor(1);
  if (!both) throw new Error('nothing has arrived');
  expect(both.signatures).toHaveLength(2);
  for (const each of [secret, replaced]) expect(testWebhookSchema.parse(verified(each, both))).toBeTruthy();

  await db().webhookEndpoint.update({ where: { id }, data: { previousSecretUntil: ago(1) } });
  await sendTestEvent(artist, 'own', id);
  await deliverAll();
  const one = program.received[1] ?? both;
  expect(verified(replaced, one)).toBeTruthy();
  expect(() => verified(secret, one)).toThrow('No matching signature');
});

test('later events of a work wait for an earlier one that fails; those of other works do not', async () => {
  const { artist, program, id } = await makeListener();
  const [moderator, work, other] = [
    await makeUser({ role: 'MODERATOR' }),
    await makePost({ artistId: artist.id }),
    await makePost({ artistId: artist.id }),
  ];
  program.answers.push(status(503));
  await hidePost(moderator, work.id, 'Why.');
  await deliverAll();
  await showPost(moderator, work.id);
  await hidePost(moderator, other.id, 'Why.');
  await deliverAll();
  const bodies = () => program.received.map(({ body }) => JSON.parse(body));
  expect(bodies()).toMatchObject([{ type: 'post.hidden' }, { data: { id: other.id } }]);
  const [first] = await deliveries(id);
  expect(first).toMatchObject({ status: 'pending', attempts: 1, responseStatus: 503 });
  expect((first?.dueAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_000);
  await makeDue(id);
  await deliverAll();
  expect(bodies().slice(2)).toMatchObject([
    { type: 'post.hidden', data: { id: work.id } },
    { type: 'post.shown', data: { id: work.id } },
  ]);
  expect(program.received[2]?.id).toBe(program.received[0]?.id);
});

test('two workers at once tell each event once', async () => {
  const { artist, program, id } = await makeListener();
  const moderator = await makeUser({ role: 'MODERATOR' });
  const works = await Promise.all(Array.from({ length: 30 }, () => makePost({ artistId: artist.id })));
  for (const work of works) await hidePost(moderator, work.id, 'Why.');
  const stop = new AbortController();
  const workers = [deliverWebhooks(stop.signal), deliverWebhooks(stop.signal)];
  await program.waitFor(30);
  for (const work of works) await showPost(moderator, work.id);
  await program.waitFor(60);
  stop.abort();
  await Promise.all(workers);
  expect(new Set(idsOf(program)).size).toBe(60);
  expect(program.received).toHaveLength(60);
  expect(await db().webhookDelivery.count({ where: { endpointId: id, status: 'delivered', attempts: 1 } })).toBe(60);
});

test('an endpoint that hangs has four attempts at a time, and the others do not wait for it', async () => {
  const [slow, quick] = [await makeListener(), await makeListener()];
  const held: (() => void)[] = [];
  slow.program.answers.push(
    ...Array.from({ length: 8 }, () => (response: Parameters<typeof hold>[0]) => hold(response)),
  );
  const hold = (response: { writeHead(code: number): { end(): unknown } }) =>
    void held.push(() => response.writeHead(204).end());
  for (let time = 0; time < 8; time++) await sendTestEvent(slow.artist, 'own', slow.id);
  const workers = [new WebhookDeliverer(), new WebhookDeliverer()];
  for (const worker of workers) await worker.start();
  await slow.program.waitFor(4);
  await sendTestEvent(quick.artist, 'own', quick.id);
  for (const worker of workers) await worker.start();
  await quick.program.waitFor(1);
  expect(slow.program.received).toHaveLength(4);
  for (const answer of held) answer();
  await Promise.all(workers.map((worker) => worker.end(10_000)));
  expect(await db().webhookDelivery.count({ where: { endpointId: slow.id, status: 'delivered' } })).toBe(4);
});

test('where the last attempt failed there is one at a time', async () => {
  const { artist, program, id } = await makeListener();
  await db().webhookEndpoint.update({ where: { id }, data: { failingSince: ago(hour) } });
  for (let time = 0; time < 3; time++) await sendTestEvent(artist, 'own', id);
  const worker = new WebhookDeliverer();
  expect(await worker.start()).toBe(1);
  await worker.end(10_000);
  expect(program.received).toHaveLength(1);
  // It works again.
  expect(await worker.start()).toBe(2);
  await worker.end(10_000);
});

test('an attempt that is interrupted is not counted, and what a killed worker had is attempted when its lease ends', async () => {
  const { artist, program, id } = await makeListener();
  await sendTestEvent(artist, 'own', id);
  program.answers.push(
    () => {},
    () => {},
  );
  const worker = new WebhookDeliverer();
  await worker.start();
  await program.waitFor(1);
  await worker.end(0);
  expect(await deliveries(id)).toMatchObject([{ status: 'pending', attempts: 0, lease: null }]);

  const killed = new WebhookDeliverer();
  await killed.start();
  await program.waitFor(2);
  expect(await deliverAll()).toBe(0);
  await makeDue(id);
  await deliverAll();
  expect(await deliveries(id)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  expect(new Set(idsOf(program)).size).toBe(1);
  // The one that was away for long cannot undo it.
  await killed.end(0);
  expect(await deliveries(id)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
});

test('after ten attempts a delivery is given up, and a replay sends it with the same id', async () => {
  const { artist, program, id } = await makeListener();
  await sendTestEvent(artist, 'own', id);
  for (let attempt = 1; attempt <= 10; attempt++) {
    program.answers.push(status(500));
    expect(await deliverAll()).toBe(1);
    expect(await deliveries(id)).toMatchObject([{ attempts: attempt, status: attempt === 10 ? 'failed' : 'pending' }]);
    await makeDue(id);
  }
  expect(await deliverAll()).toBe(0);
  const [row] = (await listDeliveries(artist, 'own', id, null)).rows;
  await replayDelivery(artist, 'own', id, row?.id ?? '');
  await deliverAll();
  expect((await listDeliveries(artist, 'own', id, null)).rows).toMatchObject([
    { status: 'delivered', attempts: 1, isReplay: true, error: null },
  ]);
  expect(new Set(idsOf(program)).size).toBe(1);
  expect(program.received).toHaveLength(11);
});

test('an endpoint at which nothing has arrived for three days is switched off, with a mail and a row in the audit log', async () => {
  const { artist, program, id } = await makeListener();
  const failing = { failingSince: ago(71 * hour) };
  await db().webhookEndpoint.update({ where: { id }, data: failing });
  const { orderId } = await makeSale(artist);
  await pay(orderId);
  program.answers.push(status(500), status(500));
  await deliverAll();
  expect(await db().webhookEndpoint.findFirst({ where: { id } })).toMatchObject({ switchedOffAt: null, ...failing });
  await db().webhookEndpoint.update({ where: { id }, data: { failingSince: ago(73 * hour) } });
  await makeDue(id);
  await deliverAll();
  expect(await db().webhookEndpoint.findFirst({ where: { id } })).toMatchObject({ switchedOffBecause: 'failing' });
  expect(await deliveries(id)).toMatchObject([
    { status: 'failed', lastError: 'The response was 500.' },
    { status: 'failed', attempts: 0, lastError: expect.stringContaining('switched off') },
  ]);
  expect(await db().message.findMany({ where: { userId: artist.id } })).toMatchObject([
    { kind: 'webhook-switched-off', recipient: artist.email, data: { because: 'failing' } },
  ]);
  expect(await db().auditEntry.findMany({ where: { subjectId: id, actorKind: 'shop' } })).toMatchObject([
    { action: 'webhook-switched-off', subjectKind: 'endpoint', details: { because: 'failing' } },
  ]);
  // Nothing is told to it any more, and nothing can be replayed before it is on again.
  await pay((await makeSale(artist)).orderId);
  expect(await deliveries(id)).toHaveLength(2);
  await expect(replayFailedDeliveries(artist, 'own', id)).rejects.toMatchObject({ code: 'endpoint-off' });
});

test('one success is enough to begin the three days again', async () => {
  const { artist, id } = await makeListener();
  await db().webhookEndpoint.update({ where: { id }, data: { failingSince: ago(80 * hour) } });
  await sendTestEvent(artist, 'own', id);
  await deliverAll();
  expect(await db().webhookEndpoint.findFirst({ where: { id } })).toMatchObject({ failingSince: null });
});

test('410 switches an endpoint off at once; of one of the shop’s all admins are told', async () => {
  const [admin, colleague] = [await makeUser({ role: 'ADMIN' }), await makeUser({ role: 'ADMIN' })];
  const program = await receiver();
  const { id } = await addEndpoint(admin, program.url, { scope: 'shop' });
  program.answers.push(status(410));
  await sendTestEvent(colleague, 'shop', id);
  await deliverAll();
  expect(await db().webhookEndpoint.findFirst({ where: { id } })).toMatchObject({ switchedOffBecause: 'gone' });
  const mails = await db().message.findMany({
    where: { kind: 'webhook-switched-off', data: { path: ['path'], equals: `/admin/webhooks/${id}` } },
  });
  expect(mails.map(({ recipient }) => recipient)).toEqual(expect.arrayContaining([admin.email, colleague.email]));
});
