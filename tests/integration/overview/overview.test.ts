import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { sumSales } from '#lib/domain/overview/sales.ts';
import type { WaitingCount } from '#lib/domain/overview/waiting.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import { listWaiting } from '#lib/overview/list-waiting.ts';
import { countNewcomers, getSalesByDay } from '#lib/overview/queries.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';
import { startTestStripe } from '../../support/stripe/start-test-stripe.ts';
import { makePaidOrder, processStripeEvent, refundsAtStripe } from '../orders/stripe-order-fixture.ts';

const stripe = await startTestStripe();
const DAY_MS = 24 * 60 * 60 * 1_000;
const since = new Date(Date.now() - 3 * DAY_MS);
const [today, yesterday] = [0, 1].map((ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10));

/** Sums of the ledger's entries at the buyer, in euros. */
async function ledgerSum(kinds: string[]): Promise<number> {
  const sum = await db().ledgerEntry.aggregate({
    where: { account: 'buyer', currency: 'EUR', transaction: { kind: { in: kinds } } },
    _sum: { amount: true },
  });
  return Number(sum._sum.amount);
}

test('sales, gross and what was returned agree with the ledger', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  await makePaidOrder(stripe);
  const [old, refunded] = [await makePaidOrder(stripe), await makePaidOrder(stripe)];
  await db().order.update({ where: { id: old.orderId }, data: { paidAt: new Date(Date.now() - DAY_MS) } });
  await requestRefund(admin, refunded.orderId);
  const [refund] = await refundsAtStripe(stripe, refunded);
  await processStripeEvent(stripe, 'refund.created', refund?.id ?? '');
  await makeHeldOrder();
  const rows = await getSalesByDay(since);
  const sum = sumSales(rows, '2026-01-01');
  expect(sum).toEqual({
    works: 2,
    gross: [{ amount: -(await ledgerSum(['charge'])), currency: 'EUR' }],
    returned: [{ amount: await ledgerSum(['refund']), currency: 'EUR' }],
  });
  expect(sum.gross[0]?.amount).toBe(36_000);
  expect(sum.returned[0]?.amount).toBe(12_000);
  expect(rows.map(({ day, gross }) => [day, gross])).toEqual([
    [yesterday, 12_000],
    [today, 24_000],
  ]);
});

test('new artists are those whose first public work is new', async () => {
  const begun = new Date(Date.now() - 40 * DAY_MS);
  const [known, unseen] = [await makeUser(), await makeUser()];
  const days = [today ?? '', new Date(Date.now() - 30 * DAY_MS).toISOString().slice(0, 10)];
  const before = await countNewcomers(days);
  await makePost({ artistId: known.id, listedAt: begun });
  await makePost({ artistId: known.id });
  await makePost({ artistId: (await makeUser()).id });
  await makePost({ artistId: unseen.id, status: 'DRAFT' });
  await makePost({ artistId: unseen.id, hiddenAt: new Date() });
  await makePost({ listedAt: new Date(Date.now() - 5 * DAY_MS) });
  const after = await countNewcomers(days);
  const grown = after.map(({ since: day, works, artists }, index) => [
    ...[day, works - (before[index]?.works ?? 0), artists - (before[index]?.artists ?? 0)],
  ]);
  expect(grown).toEqual([
    [days[0], 2, 1],
    [days[1], 3, 2],
  ]);
});

test('everything that waits is counted, with the age of the oldest', async () => {
  const { id: userId } = await makeUser();
  const old = new Date(Date.now() - 5 * DAY_MS);
  await makeHeldOrder({ flag: 'Look at this', createdAt: old });
  await makeHeldOrder({ flag: 'And at this' });
  const disputed = await makeHeldOrder({ status: 'DISPUTED' });
  await makeHeldOrder({ status: 'REFUND_DUE' });
  const event = { type: 'test', createdAt: old, receivedAt: old };
  for (const outcome of ['failed', 'flagged', 'waiting', 'applied', 'refused'])
    await db().stripeEvent.create({ data: { id: `evt_${outcome}`, outcome, ...event } });
  await db().stripeEvent.create({
    data: { id: 'evt_flagged_order', outcome: 'flagged', orderId: disputed.orderId, ...event },
  });
  await db().exchangeRate.create({
    data: { source: 'Test Bank', day: old, currency: 'USD', rate: '2', state: 'held', fetchedAt: old },
  });
  const mail = { userId, kind: 'account-restored', recipient: 'ada@example.org' };
  await db().message.deleteMany();
  await db().message.createMany({
    data: [
      { ...mail, createdAt: old },
      { ...mail, attempts: 1, lastError: 'refused' },
      { ...mail, createdAt: new Date() },
      { ...mail, createdAt: old, sentAt: new Date() },
      { ...mail, createdAt: old, lastError: 'its recipient was removed' },
    ],
  });
  await db().$executeRaw`UPDATE messages SET due_at = 'infinity' WHERE last_error = 'its recipient was removed'`;
  await makePost({ status: 'DRAFT', waitingSince: old });
  await makePost({ status: 'DRAFT', waitingSince: old, hiddenAt: old, hiddenReason: 'No.' });
  const about = { subjectKind: 'work', openedAt: old };
  await db().reportCase.createMany({
    data: [true, false].map((isOpen) => ({ ...about, subjectId: crypto.randomUUID(), isOpen })),
  });
  await db().export.create({ data: { userId, lastError: 'the disk is full' } });
  await db().import.create({ data: { ownerId: userId, name: 'works.csv', confirmedAt: old } });
  const endpoint = { url: 'https://example.org/', events: ['order.paid'], secret: new Uint8Array(48) };
  const off = { switchedOffAt: old, switchedOffBecause: 'failing' };
  await db().webhookEndpoint.createMany({
    data: [
      { id: crypto.randomUUID(), ...endpoint, ...off },
      { id: crypto.randomUUID(), ...endpoint, ...off, switchedOffBecause: 'owner' },
      { id: crypto.randomUUID(), ...endpoint, ...off, userId },
    ],
  });
  const waiting = await listWaiting();
  const counts = Object.fromEntries(waiting.map(({ name, count }) => [name, count]));
  expect(counts).toEqual({
    ...{ 'flagged-orders': 2, 'failed-events': 1, 'flagged-events': 1, 'waiting-events': 1, disputes: 1, refunds: 1 },
    ...{ 'held-rates': 1, 'first-works': 1, mails: 2, 'webhooks-off': 1, exports: 1, imports: 1, reports: 1 },
  } satisfies Record<WaitingCount['name'], number>);
  expect(waiting.find(({ name }) => name === 'flagged-orders')?.oldest).toBe(old.toISOString());
});
