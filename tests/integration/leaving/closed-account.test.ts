import sharp from 'sharp';
import { expect, test } from 'vitest';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { rememberNetwork } from '#lib/accounts/known-networks.ts';
import { hashPassword } from '#lib/accounts/password.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { db } from '#lib/db.ts';
import { CLOSED_NAME, isClosedUsername } from '#lib/domain/leaving.ts';
import { cleanUpClosedAccounts } from '#lib/leaving/clean-up-accounts.ts';
import { closeDueAccounts } from '#lib/leaving/close-account.ts';
import { eraseDueBuyers } from '#lib/leaving/erase-buyers.ts';
import { requestClosing } from '#lib/leaving/request-closing.ts';
import { undoClosing } from '#lib/leaving/undo-closing.ts';
import { originalName } from '#lib/media/picture-names.ts';
import { storage } from '#lib/media/storage.ts';
import { listSales } from '#lib/orders/queries.ts';
import { applyFact } from '#lib/orders/settlement/apply-fact.ts';
import { lockSale, transitionOrder } from '#lib/orders/settlement/transition-order.ts';
import { setPortrait } from '#lib/portraits/set-portrait.ts';
import { decodingBudget } from '#lib/posts/decoding-budget.ts';
import { getPublicPost } from '#lib/posts/queries.ts';
import { saveForm } from '#lib/posts/saved-forms.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { countWords } from '#lib/search/count-words.ts';
import { indexDuePosts } from '#lib/search/index-due-posts.ts';
import { makeHeldOrder, makePost, makeSession, makeUser } from '../../support/database/factories.ts';
import { closeForGood, everythingStored, makeDue } from './leaving-fixture.ts';

await waitForRedis();

const PASSWORD = 'correct horse battery';
const MONTH_AGO = new Date(Date.now() - 31 * 24 * 60 * 60 * 1_000);

/** The mail server takes the mail that the account is closed, the only one that is left. */
async function sendLastMail(userId: string): Promise<void> {
  const waiting = await db().message.findMany({ where: { userId }, select: { kind: true } });
  expect(waiting).toEqual([{ kind: 'account-closed' }]);
  await db().message.updateMany({ where: { userId }, data: { sentAt: new Date() } });
}

/** An account with something of everything. */
async function makeBusyAccount() {
  const artist = await makeUser({
    username: `Mira-${Date.now()}`,
    email: `mira-${Date.now()}@example.org`,
    displayName: 'Mira Castellan',
    ...{
      bio: 'Paints harbours.',
      place: 'Harbourtown',
      statement: 'A secret one.',
      links: ['https://castellan.example/'],
    },
    passwordHash: await hashPassword(PASSWORD),
    identities: { create: { provider: 'github', subject: `gh-${Date.now()}` } },
    passkeys: { create: { id: `key-${Date.now()}`, publicKey: Buffer.from('k'), name: 'Mira’s phone' } },
    recoveryCodes: { create: { hash: Buffer.from('h') } },
    authenticatorApp: { create: { secret: Buffer.from('s') } },
  });
  const face = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#c04020' } })
    .png()
    .toBuffer();
  await setPortrait(artist, new Blob([new Uint8Array(face)]).stream());
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT', content: 'A secret place' });
  const listed = await makePost({ artistId: artist.id });
  const returned = await makePost({ artistId: artist.id, title: 'Came back', content: 'Its own secret' });
  const refunded = await makeHeldOrder({ post: returned, status: 'REFUNDED', buyerEmail: 'bo@example.org' });
  await db().post.update({ where: { id: returned.id }, data: { status: 'DRAFT', heldUntil: null } });
  const sold = await makePost({ artistId: artist.id, status: 'SOLD', title: 'Sold one' });
  const sale = await makeHeldOrder({ post: sold, status: 'PAID', buyerEmail: 'cy@example.org', paidAt: MONTH_AGO });
  const bought = await makePost({ status: 'SOLD', title: 'Bought one' });
  const purchase = await makeHeldOrder({
    ...{ post: bought, status: 'PAID', buyerId: artist.id, buyerEmail: artist.email, buyerName: 'Mira Castellan' },
    ...{ buyerCountry: 'IE', buyerAddress: 'keyed', buyerNetworks: ['keyed'], paidAt: MONTH_AGO },
  });
  await db().post.updateMany({ where: { id: { in: [sold.id, bought.id] } }, data: { heldUntil: null } });
  await db().message.createMany({
    data: [
      { orderId: sale.orderId, kind: 'sold', recipient: artist.email, sentAt: new Date() },
      { orderId: refunded.orderId, kind: 'sale-refunded', recipient: artist.email },
      { orderId: purchase.orderId, kind: 'bought', recipient: artist.email, sentAt: new Date() },
      { orderId: sale.orderId, kind: 'bought', recipient: 'cy@example.org', sentAt: new Date() },
    ],
  });
  await db().stripeEvent.create({
    data: {
      id: `evt_${Date.now()}`,
      type: 'x',
      outcome: 'applied',
      orderId: purchase.orderId,
      createdAt: new Date(),
      payload: { name: 'Mira Castellan' },
    },
  });
  const session = await makeSession(artist.id);
  await saveForm(artist, { postId: null }, { values: { title: 'Unfinished' }, fieldErrors: {}, pictures: [] } as never);
  return { artist, draft, listed, returned, sold, bought, purchase, sale, refunded, session };
}

test('a closed account is nobody: nothing of it is stored, and orders keep their amounts', async () => {
  const { artist, draft, listed, returned, sold, purchase, sale, session } = await makeBusyAccount();
  const amounts = () =>
    db().order.findMany({
      orderBy: { id: 'asc' },
      select: {
        id: true,
        amount: true,
        currency: true,
        status: true,
        postId: true,
        createdAt: true,
        paidAt: true,
        buyerId: true,
      },
    });
  await indexDuePosts();
  const before = await amounts();
  await closeForGood(artist);
  expect(await eraseDueBuyers()).toBe(1);
  await sendLastMail(artist.id);
  await cleanUpClosedAccounts();
  await indexDuePosts();
  await countWords();

  expect(await amounts()).toEqual(before);
  const stored = await everythingStored();
  for (const trace of [artist.username, artist.email, 'Castellan', 'harbours', 'secret', 'Unfinished', 'phone'])
    expect(stored.toLowerCase(), trace).not.toContain(trace.toLowerCase());
  const tombstone = await db().user.findUniqueOrThrow({ where: { id: artist.id } });
  expect(tombstone).toMatchObject({ displayName: CLOSED_NAME, bio: '', passwordHash: null, role: 'MEMBER' });
  expect(isClosedUsername(tombstone.username)).toBe(true);
  expect([tombstone.portraitKey, await db().portrait.count({ where: { userId: artist.id } })]).toEqual([null, 0]);
  expect(await getViewer(session)).toBeNull();
  await expect(authenticate({ name: artist.username, password: PASSWORD }, 'here')).rejects.toMatchObject({
    code: 'wrong-sign-in',
  });
  expect(await db().post.findMany({ where: { id: { in: [draft.id, listed.id] } } })).toEqual([]);
  expect(await db().post.findUniqueOrThrow({ where: { id: returned.id } })).toMatchObject({
    ...{ title: 'Came back', content: '', status: 'DRAFT' },
  });
  expect(await getPublicPost(sold.slug)).toMatchObject({ title: 'Sold one', artist: { displayName: CLOSED_NAME } });
  expect(await db().postImage.count({ where: { ownerId: artist.id } })).toBe(1);
  expect(await db().order.findUniqueOrThrow({ where: { id: purchase.orderId } })).toMatchObject({
    ...{
      buyerEmail: null,
      buyerName: null,
      buyerCountry: null,
      buyerAddress: null,
      buyerNetworks: [],
      checkoutUrl: null,
    },
    buyerErasedAt: expect.any(Date),
  });
  // The other side's data is theirs.
  expect(await db().order.findUniqueOrThrow({ where: { id: sale.orderId } })).toMatchObject({
    buyerEmail: 'cy@example.org',
  });
  expect(await db().message.count({ where: { recipient: 'cy@example.org' } })).toBe(1);
  expect(await db().message.count({ where: { sentAt: null, dueAt: { lte: new Date() } } })).toBe(0);
});

test('a new account with a name of a closed one reads that it is taken', async () => {
  const person = await makeUser({ username: 'Was-Here' });
  await db().user.update({ where: { id: person.id }, data: { username: 'was-renamed' } });
  await closeForGood({ ...person, username: 'was-renamed' });
  for (const username of ['was-here', 'WAS-RENAMED']) {
    const input = { username, email: `${username}@example.org`, password: 'correct horse battery', key: null };
    await expect(signUp(input as never, 'here')).rejects.toMatchObject({ code: 'username-taken', field: 'username' });
  }
});

test('nobody gets the username of a closed account, in any letter case', async () => {
  const person = await makeUser({ username: 'Only-Once' });
  await closeForGood(person);
  await expect(makeUser({ username: 'only-once' })).rejects.toMatchObject({ code: 'P2002' });
  const other = await makeUser();
  await expect(db().user.update({ where: { id: other.id }, data: { username: 'ONLY-ONCE' } })).rejects.toMatchObject({
    code: 'P2002',
  });
  await expect(makeUser({ email: person.email })).resolves.toMatchObject({ email: person.email });
});

test('files and Redis keys go, also when the worker was killed before', async () => {
  const artist = await makeUser();
  const work = await makePost({ artistId: artist.id });
  const sold = await makePost({ artistId: artist.id, status: 'SOLD' });
  const keyOf = async (postId: string) => (await db().postImage.findFirstOrThrow({ where: { postId } })).key;
  const [key, soldKey] = [await keyOf(work.id), await keyOf(sold.id)];
  for (const name of [key, soldKey]) await storage().put(originalName(name), Buffer.from('picture'));
  await rememberNetwork(artist.id, 'here');
  await decodingBudget(artist.id).spend(5);
  const other = await makeUser();
  await rememberNetwork(other.id, 'here');
  await closeForGood(artist);
  await requestClosing(other);

  const stopped = new AbortController();
  stopped.abort();
  await cleanUpClosedAccounts(stopped.signal);
  expect(await storage().has(originalName(key))).toBe(true);
  await cleanUpClosedAccounts();
  const cleanedUp = () => db().user.findFirst({ where: { id: artist.id, cleanedUpAt: { not: null } } });
  expect(await cleanedUp()).toBeNull();
  await sendLastMail(artist.id);
  await cleanUpClosedAccounts();
  expect(await cleanedUp()).not.toBeNull();
  expect(await storage().has(originalName(key))).toBe(false);
  expect(await storage().has(originalName(soldKey))).toBe(true);
  expect((await redis().keys('*')).filter((name) => name.includes(artist.id))).toEqual([]);
  expect((await redis().keys('*')).filter((name) => name.includes(other.id))).toHaveLength(1);
});

test('the database keeps a closed account closed, also from a terminal', async () => {
  const person = await makeUser();
  const post = await makePost({ artistId: person.id, status: 'SOLD' });
  await closeForGood(person);
  const of = { userId: person.id };
  const attempts = [
    () => makeSession(person.id),
    () => db().identity.create({ data: { provider: 'github', subject: 'x', ...of } }),
    () => db().passkey.create({ data: { id: 'x', publicKey: Buffer.from('k'), name: 'x', ...of } }),
    () => db().authenticatorApp.create({ data: { secret: Buffer.from('s'), ...of } }),
    () => db().recoveryCode.create({ data: { hash: Buffer.from('h'), ...of } }),
    () => db().export.create({ data: of }),
    () => db().savedForm.create({ data: { ownerId: person.id, content: {} } }),
    () => makePost({ artistId: person.id, status: 'DRAFT' }),
    () => db().post.update({ where: { id: post.id }, data: { status: 'LISTED' } }),
    () => makeHeldOrder({ buyerId: person.id }),
    () => db().user.update({ where: { id: person.id }, data: { passwordHash: 'x' } }),
    () => db().user.update({ where: { id: person.id }, data: { role: 'ADMIN' } }),
    () => db().user.update({ where: { id: person.id }, data: { closedAt: null } }),
    () => db().user.update({ where: { id: person.id }, data: { email: 'back@example.org' } }),
  ];
  for (const attempt of attempts) await expect(attempt(), attempt.toString()).rejects.toThrow();
  await expect(undoClosing(person)).rejects.toMatchObject({ code: 'signed-out' });
  await expect(requestClosing(person)).rejects.toMatchObject({ code: 'signed-out' });
  // A row that closes an account by hand takes its sign-ins along.
  const other = await makeUser({ identities: { create: { provider: 'google', subject: 'y' } } });
  const session = await makeSession(other.id);
  const now = new Date();
  await db().user.update({ where: { id: other.id }, data: { closingAt: now, closesAt: now, closedAt: now } });
  expect(await getViewer(session)).toBeNull();
  expect(await db().identity.count({ where: { userId: other.id } })).toBe(0);
});

test('a suspended account gets no session, whatever inserts it', async () => {
  const person = await makeUser({ suspendedAt: new Date() });
  await expect(makeSession(person.id)).rejects.toThrow();
});

test('an artist keeps a buyer’s name and email for thirty days after the payment', async () => {
  const [artist, buyer] = [await makeUser(), await makeUser()];
  const post = await makePost({ artistId: artist.id, status: 'SOLD' });
  const { orderId } = await makeHeldOrder({
    post,
    status: 'PAID',
    buyerId: buyer.id,
    buyerEmail: buyer.email,
    paidAt: new Date(),
  });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  await closeForGood(buyer);
  expect(await eraseDueBuyers()).toBe(0);
  expect((await listSales(artist, null)).rows).toMatchObject([{ buyer: { email: buyer.email } }]);
  await db().order.update({ where: { id: orderId }, data: { paidAt: MONTH_AGO } });
  expect(await eraseDueBuyers()).toBe(1);
  expect((await listSales(artist, null)).rows).toMatchObject([{ buyer: { email: null, name: null } }]);
});

test('who pays late after all is told what becomes of it, and removed again afterwards', async () => {
  const buyer = await makeUser();
  const { orderId, sessionId, postId } = await makeHeldOrder({
    ...{ status: 'EXPIRED', buyerId: buyer.id, buyerEmail: buyer.email, createdAt: MONTH_AGO },
  });
  await db().post.update({ where: { id: postId }, data: { status: 'DRAFT', heldUntil: null } });
  await closeForGood(buyer);
  expect(await eraseDueBuyers()).toBe(1);
  const paid = {
    ...{ kind: 'sale', event: 'paid', orderId, sessionId, paymentIntentId: `pi_${orderId}` },
    ...{
      charged: { amount: 12_000, currency: 'EUR' },
      buyer: { email: 'late@example.org', name: 'Late', country: 'IE' },
    },
  };
  await db().$transaction((tx) => applyFact(tx, paid as never, new Date()));
  const order = () => db().order.findUniqueOrThrow({ where: { id: orderId } });
  expect(await order()).toMatchObject({ status: 'REFUND_DUE', buyerEmail: 'late@example.org', buyerErasedAt: null });
  expect(await db().message.count({ where: { orderId, recipient: 'late@example.org' } })).toBe(1);
  expect(await eraseDueBuyers()).toBe(0);
  await db().order.update({ where: { id: orderId }, data: { status: 'REFUNDED' } });
  expect(await eraseDueBuyers()).toBe(1);
  expect(await order()).toMatchObject({ buyerEmail: null, buyerErasedAt: expect.any(Date) });
});

test('a sold work whose sale is refunded after its artist has left goes as well', async () => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id, status: 'SOLD', title: 'Blue hour', content: 'Painted at night' });
  const { orderId } = await makeHeldOrder({ post, status: 'PAID', buyerEmail: 'bo@example.org' });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  await closeForGood(artist);
  await sendLastMail(artist.id);
  await cleanUpClosedAccounts();
  expect(await db().postImage.count({ where: { ownerId: artist.id } })).toBe(1);
  await db().$transaction(async (tx) => {
    const sale = await lockSale(tx, orderId);
    if (sale) await transitionOrder(tx, sale, 'refunded');
  });
  await cleanUpClosedAccounts();
  expect(await db().post.findUniqueOrThrow({ where: { id: post.id } })).toMatchObject({
    ...{ title: 'Blue hour', content: '', status: 'DRAFT' },
  });
  expect(await db().postImage.count({ where: { ownerId: artist.id } })).toBe(0);
  const sent = await db().message.findMany({ where: { orderId }, select: { kind: true, recipient: true } });
  expect(sent).toEqual([{ kind: 'refunded', recipient: 'bo@example.org' }]);
});

test('two workers close an account once', async () => {
  const people = await Promise.all([makeUser(), makeUser(), makeUser()]);
  for (const person of people) {
    await requestClosing(person);
    await makeDue(person.id);
  }
  const counts = await Promise.all([closeDueAccounts(), closeDueAccounts(), closeDueAccounts()]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
});
