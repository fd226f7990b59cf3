import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { sendDueMessages } from '#lib/messages/send-due-messages.ts';
import { lockSale, transitionOrder } from '#lib/orders/settlement/transition-order.ts';
import type { Message } from '../../../dev/mail/message-store.ts';
import { startMailServer } from '../../../dev/mail/start-mail-server.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'mail-'));
let mailServer = await startMailServer({ smtpPort: 0, httpPort: 0, dataDir });
process.env.SMTP_URL = mailServer.smtpUrl;

beforeEach(async () => {
  await db().message.deleteMany();
  await fetch(`${mailServer.url}/api/messages`, { method: 'DELETE' });
});

afterAll(async () => {
  await mailServer.close();
  rmSync(dataDir, { recursive: true });
});

const received = async () => (await (await fetch(`${mailServer.url}/api/messages`)).json()) as Message[];

/** A sale with a mail to its buyer and one to its artist. */
async function makeSale() {
  const artist = await makeUser({ displayName: 'Mira Castellan' });
  const post = await makePost({ artistId: artist.id, title: 'Harbour in fog' });
  const order = await makeHeldOrder({ post, buyerName: 'Ada Lovelace' });
  await sell(order.orderId);
  return { artist, ...order };
}

async function sell(orderId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const sale = await lockSale(tx, orderId);
    if (sale) await transitionOrder(tx, sale, 'paid');
  });
}

/** Makes all unsent messages due now. */
const makeDue = () => db().message.updateMany({ where: { sentAt: null }, data: { dueAt: new Date() } });

test('buyer and artist get their mails once', async () => {
  const { artist, orderId } = await makeSale();
  expect(await sendDueMessages()).toBe(2);
  const mails = await received();
  expect(mails.find(({ to }) => to.includes('ada@example.org'))).toMatchObject({
    subject: 'Order confirmed: “Harbour in fog”',
    from: expect.stringContaining('shop@localhost'),
    text: expect.stringContaining(`http://localhost:3000/orders/${orderId}`),
  });
  expect(mails.find(({ to }) => to.includes(artist.email))).toMatchObject({
    subject: 'You sold “Harbour in fog”',
    text: expect.stringMatching(/Ada Lovelace bought “Harbour in fog” for €120/),
  });
  await makeDue();
  expect(await sendDueMessages()).toBe(0);
  expect(await received()).toHaveLength(2);
  const rows = await db().message.findMany({ where: { orderId } });
  for (const { id, ...row } of rows) {
    expect(row).toMatchObject({ attempts: 1, sentAt: expect.any(Date), lastError: null });
    expect(mails.map(({ messageId }) => messageId)).toContain(`<${id}@localhost>`);
  }
});

test('a reply goes to the other side of the sale, and to the shop where there was none', async () => {
  const { artist, orderId } = await makeSale();
  await db().order.update({
    where: { id: orderId },
    data: { buyerName: 'Ada "Countess", Lovelace\r\nBcc: x@example.org' },
  });
  await db().message.create({ data: { orderId, kind: 'late-payment', recipient: 'late@example.org' } });
  expect(await sendDueMessages()).toBe(3);
  const mails = await received();
  const replyTo = (recipient: string) => mails.find(({ to }) => to.includes(recipient))?.replyTo;
  expect(replyTo('ada@example.org')).toBe(`"Mira Castellan" <${artist.email}>`);
  expect(replyTo(artist.email)).toMatch(/Ada.*Countess.*<ada@example\.org>$/);
  expect(replyTo('late@example.org')).toBe('"MakeYourSpace" <shop@localhost>');
  expect(mails.every(({ to }) => !to.includes('x@example.org'))).toBe(true);
});

test('simultaneous senders send each message once', async () => {
  for (let sale = 0; sale < 15; sale++) await makeSale();
  const counts = await Promise.all(Array.from({ length: 4 }, () => sendDueMessages()));
  expect(counts.reduce((sum, count) => sum + count)).toBe(30);
  const ids = (await received()).map(({ messageId }) => messageId);
  expect(ids).toHaveLength(30);
  expect(new Set(ids).size).toBe(30);
});

test('a sender skips messages that another has locked, without waiting', async () => {
  const { orderId } = await makeSale();
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM messages WHERE order_id = ${orderId}::uuid FOR UPDATE`;
    expect(await sendDueMessages()).toBe(0);
  });
  expect(await sendDueMessages()).toBe(2);
});

test('the same notification twice is one message, and without an email address there is none', async () => {
  const { orderId } = await makeSale();
  await db().order.update({ where: { id: orderId }, data: { status: 'HELD' } });
  await sell(orderId);
  expect(await db().message.count({ where: { orderId } })).toBe(2);
  const withoutEmail = await makeHeldOrder({ buyerEmail: null });
  await sell(withoutEmail.orderId);
  expect(await db().message.findMany({ where: { orderId: withoutEmail.orderId }, select: { kind: true } })).toEqual([
    { kind: 'sold' },
  ]);
});

test('a mail that cannot be sent is retried with growing delays and sent in the end', async () => {
  const { orderId } = await makeSale();
  await mailServer.close();
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    const start = Date.now();
    expect(await sendDueMessages()).toBe(0);
    const [row] = await db().message.findMany({ where: { orderId, kind: 'bought' } });
    expect(row).toMatchObject({ attempts: attempt, sentAt: null, lastError: expect.stringContaining('ECONNREFUSED') });
    waits.push(((row?.dueAt.getTime() ?? 0) - start) / 1_000);
    // Not due yet: no attempt is made.
    await sendDueMessages();
    expect(await db().message.findMany({ where: { orderId, attempts: attempt + 1 } })).toEqual([]);
    await makeDue();
  }
  for (const [index, seconds] of [10, 20, 40].entries()) {
    expect(waits[index]).toBeGreaterThanOrEqual(seconds - 1);
    expect(waits[index]).toBeLessThan(seconds + 5);
  }
  const { port } = new URL(mailServer.smtpUrl);
  mailServer = await startMailServer({ smtpPort: Number(port), httpPort: 0, dataDir });
  expect(await sendDueMessages()).toBe(2);
  expect(await received()).toHaveLength(2);
  expect(await db().message.count({ where: { orderId, lastError: null, attempts: 4 } })).toBe(2);
});

test('a message that a crashed sender had begun is left alone for a minute, then sent', async () => {
  const { orderId } = await makeSale();
  const soon = new Date(Date.now() + 60_000);
  await db().message.updateMany({ where: { orderId }, data: { attempts: 1, dueAt: soon } });
  expect(await sendDueMessages()).toBe(0);
  await makeDue();
  expect(await sendDueMessages()).toBe(2);
});
