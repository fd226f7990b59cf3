import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { confirmErasure, deleteExpiredErasureLinks, findErasure } from '#lib/leaving/confirm-erasure.ts';
import { eraseDueBuyers } from '#lib/leaving/erase-buyers.ts';
import { findOrderErasure } from '#lib/leaving/find-order-erasure.ts';
import { requestErasure } from '#lib/leaving/request-erasure.ts';
import { sendDueMessages } from '#lib/messages/send-due-messages.ts';
import { waitForRedis } from '#lib/redis.ts';
import type { Message } from '../../../dev/mail/message-store.ts';
import { startMailServer } from '../../../dev/mail/start-mail-server.ts';
import { makeHeldOrder, makePost, makeUser, uniqueName } from '../../support/database/factories.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'mail-'));
let mailServer = await startMailServer({ smtpPort: 0, httpPort: 0, dataDir });
process.env.SMTP_URL = mailServer.smtpUrl;
await waitForRedis();
afterAll(async () => {
  await mailServer.close();
  rmSync(dataDir, { recursive: true });
});

const MONTH_AGO = new Date(Date.now() - 31 * 24 * 60 * 60 * 1_000);

/** An order of somebody without an account, long after they paid. */
async function makeGuestOrder(changes: Parameters<typeof makeHeldOrder>[0] = {}) {
  const post = await makePost({ status: 'SOLD', title: 'Harbour in fog' });
  const buyerEmail = `${uniqueName('guest')}@example.org`;
  const held = await makeHeldOrder({
    ...{ post, status: 'PAID', paidAt: MONTH_AGO, buyerEmail, buyerName: 'Ada Lovelace', buyerCountry: 'IE' },
    ...{ buyerAddress: 'keyed', buyerNetworks: ['keyed'] },
    ...changes,
  });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  return { ...held, buyerEmail };
}

const orderOf = (id: string) => db().order.findUniqueOrThrow({ where: { id } });

async function lastLink(email: string): Promise<string> {
  const messages = (await (await fetch(`${mailServer.url}/api/messages`)).json()) as Message[];
  const token = messages
    .filter(({ to }) => to.includes(email))
    .map(({ text }) => /\/orders\/erase\?token=([\w-]{43})/.exec(text ?? '')?.[1])
    .filter((found) => found !== undefined);
  return token[0] ?? '';
}

/** Asks for a link and reads it from the mail. */
async function askForLink(order: { orderId: string; buyerEmail: string }): Promise<string> {
  await fetch(`${mailServer.url}/api/messages`, { method: 'DELETE' });
  await requestErasure(order.orderId, null);
  await sendDueMessages();
  return lastLink(order.buyerEmail);
}

test('a buyer without an account removes themselves by a link that works once', async () => {
  const order = await makeGuestOrder();
  await db().message.create({
    data: { orderId: order.orderId, kind: 'bought', recipient: order.buyerEmail, sentAt: new Date() },
  });
  await db().stripeEvent.create({
    data: {
      id: 'evt_1',
      type: 'x',
      outcome: 'applied',
      orderId: order.orderId,
      createdAt: new Date(),
      payload: { name: 'Ada' },
    },
  });
  expect(await findOrderErasure(order.orderId)).toEqual({ state: 'possible', neededUntil: null });
  const before = await orderOf(order.orderId);
  const token = await askForLink(order);
  expect(token).toHaveLength(43);
  // Programs that open the link change nothing, and the token is in no table.
  expect(await findErasure(token)).toMatchObject({ title: 'Harbour in fog' });
  expect(await findErasure(token)).not.toBeNull();
  expect(JSON.stringify(await db().message.findMany())).not.toContain(token);
  const clicks = await Promise.allSettled([confirmErasure(token), confirmErasure(token)]);
  expect(clicks.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(confirmErasure(token)).rejects.toMatchObject({ code: 'link-ended' });
  const after = await orderOf(order.orderId);
  expect(after).toMatchObject({
    ...{ buyerEmail: null, buyerName: null, buyerCountry: null, buyerAddress: null, buyerNetworks: [] },
    ...{ amount: before.amount, status: 'PAID', paidAt: before.paidAt, postId: before.postId },
  });
  expect(after.buyerToken).not.toBe(before.buyerToken);
  expect(await db().message.count({ where: { recipient: order.buyerEmail } })).toBe(0);
  expect((await db().stripeEvent.findUniqueOrThrow({ where: { id: 'evt_1' } })).payload).toBeNull();
  expect(await findOrderErasure(order.orderId)).toMatchObject({ state: 'erased' });
  await expect(requestErasure(order.orderId, null)).rejects.toMatchObject({ code: 'not-found' });
});

test('a newer link voids the one before; an old one has ended; one for another order is of no use', async () => {
  const [order, other] = [await makeGuestOrder(), await makeGuestOrder()];
  const [first, otherToken] = [await askForLink(order), await askForLink(other)];
  const second = await askForLink(order);
  expect(await findErasure(first)).toBeNull();
  await expect(confirmErasure(first)).rejects.toMatchObject({ code: 'link-ended' });
  await db().erasureLink.updateMany({ where: { orderId: order.orderId }, data: { expiresAt: new Date() } });
  await expect(confirmErasure(second)).rejects.toMatchObject({ code: 'link-ended' });
  expect(await deleteExpiredErasureLinks()).toBe(1);
  expect(await confirmErasure(otherToken)).toBe(other.orderId);
  expect(await orderOf(order.orderId)).toMatchObject({ buyerEmail: order.buyerEmail });
  for (const made of ['', 'x'.repeat(43), 'x'.repeat(5_000)]) {
    expect(await findErasure(made)).toBeNull();
    await expect(confirmErasure(made)).rejects.toMatchObject({ code: 'link-ended' });
  }
});

test.for(['HELD', 'PROCESSING', 'DISPUTED', 'REFUND_DUE'] as const)(
  'an order that is %s keeps its buyer, also if it became so after the link was sent',
  async (status) => {
    const order = await makeGuestOrder();
    const token = await askForLink(order);
    await db().order.update({ where: { id: order.orderId }, data: { status } });
    expect(await findOrderErasure(order.orderId)).toEqual({ state: 'none' });
    await expect(requestErasure(order.orderId, null)).rejects.toMatchObject({ code: 'not-erasable' });
    await expect(confirmErasure(token)).rejects.toMatchObject({ code: 'not-erasable' });
    await db().order.update({ where: { id: order.orderId }, data: { status: 'PAID' } });
    expect(await confirmErasure(token)).toBe(order.orderId);
  },
);

test('the artist keeps name and email for thirty days after the payment; a dispute meanwhile postpones it', async () => {
  const order = await makeGuestOrder({ paidAt: new Date() });
  const day30 = new Date(Date.now() + 30 * 24 * 60 * 60 * 1_000).toISOString().slice(0, 10);
  expect(await findOrderErasure(order.orderId)).toMatchObject({ neededUntil: expect.stringContaining(day30) });
  await confirmErasure(await askForLink(order));
  expect(await findOrderErasure(order.orderId)).toMatchObject({ state: 'requested', neededUntil: expect.any(String) });
  const set = (data: object) => db().order.update({ where: { id: order.orderId }, data });
  await set({ paidAt: MONTH_AGO, status: 'DISPUTED' });
  expect(await eraseDueBuyers()).toBe(0);
  await set({ status: 'PAID', flag: 'odd' });
  expect(await eraseDueBuyers()).toBe(0);
  await set({ flag: null });
  expect(await eraseDueBuyers()).toBe(1);
});

test('neither an account’s order nor one without an email gets a link, and asking is limited', async () => {
  const buyer = await makeUser();
  for (const changes of [{ buyerId: buyer.id }, { buyerEmail: null }]) {
    const { orderId } = await makeGuestOrder(changes);
    await expect(requestErasure(orderId, null)).rejects.toMatchObject({ code: 'not-found' });
  }
  const order = await makeGuestOrder();
  for (let asked = 0; asked < 3; asked++) await requestErasure(order.orderId, null);
  await expect(requestErasure(order.orderId, null)).rejects.toMatchObject({ code: 'too-many-attempts' });
  for (let asked = 0; asked < 20; asked++) await requestErasure(crypto.randomUUID(), 'one').catch(() => undefined);
  await expect(requestErasure((await makeGuestOrder()).orderId, 'one')).rejects.toMatchObject({
    code: 'too-many-attempts',
  });
});

test('while the mail server is away the request is kept', async () => {
  const order = await makeGuestOrder();
  const { port } = new URL(mailServer.smtpUrl);
  await mailServer.close();
  await requestErasure(order.orderId, null);
  expect(await sendDueMessages()).toBe(0);
  mailServer = await startMailServer({ smtpPort: Number(port), httpPort: 0, dataDir });
  await fetch(`${mailServer.url}/api/messages`, { method: 'DELETE' });
  await db().message.updateMany({ where: { orderId: order.orderId }, data: { dueAt: new Date() } });
  expect(await sendDueMessages()).toBe(1);
  expect(await confirmErasure(await lastLink(order.buyerEmail))).toBe(order.orderId);
});
