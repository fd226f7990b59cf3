import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { changePassword } from '#lib/accounts/change-password.ts';
import { changeRole, changeRoleOf } from '#lib/accounts/change-role.ts';
import { createSession } from '#lib/accounts/create-session.ts';
import { endOtherSessions, endSession } from '#lib/accounts/end-session.ts';
import { hashPassword } from '#lib/accounts/password.ts';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { signInWithIdentity } from '#lib/accounts/sign-in-with-identity.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { acceptRate, discardRate } from '#lib/currency/decide-rate.ts';
import { db } from '#lib/db.ts';
import type { AuditAction } from '#lib/domain/audit.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import { clearFlag, rejectPayment } from '#lib/orders/settlement/resolve-flag.ts';
import { discardEvent } from '#lib/orders/webhook-log/discard-event.ts';
import { replayEvent } from '#lib/orders/webhook-log/replay-event.ts';
import { waitForRedis } from '#lib/redis.ts';
import { trackRequests } from '#lib/request-context.ts';
import { makeHeldOrder, makeSession, makeUser } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { startTestStripe } from '../../support/stripe/start-test-stripe.ts';

await waitForRedis();
await startTestStripe();

const PASSWORD = 'correct horse battery';
const ORIGIN = { device: 'Firefox on Linux', country: 'IE' };
const requests = trackRequests();

/** The rows about somebody or something, oldest first. */
const rowsAbout = (subjectId: string) =>
  db().auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' }, omit: { id: true, occurredAt: true } });

const actionsAbout = async (subjectId: string) => (await rowsAbout(subjectId)).map(({ action }) => action);

const orderKey = (orderId: string) => `${orderId.slice(0, 8)}…`;

const accountOf = async (id: string) => {
  const { sessionVersion } = await db().user.findUniqueOrThrow({ where: { id } });
  return { id, sessionVersion };
};

const wrongSignIn = (name: string, address: string = randomUUID(), network: string | null = null) =>
  authenticate({ name, password: 'wrong password' }, address, network).catch((error) => error.code);

test('signing in and out is recorded, with what the account’s owner sees of the device', async () => {
  const person = await makeUser();
  const session = await createSession(await accountOf(person.id), ORIGIN);
  for (let other = 0; other < 2; other++) await makeSession(person.id);
  await endOtherSessions(session);
  await endOtherSessions(session);
  await endSession({ ...session, userId: (await makeUser()).id });
  await endSession(session);
  await endSession(session);
  const mine = { actorKind: 'account', actorId: person.id, actorName: person.username };
  expect(await rowsAbout(person.id)).toMatchObject([
    { ...mine, action: 'signed-in', details: { ...ORIGIN, factors: 'one' } },
    { ...mine, action: 'signed-out', details: { sessions: 2 } },
    { ...mine, action: 'signed-out', details: { sessions: 1 } },
  ]);
});

test('a sign-in that comes to nothing leaves no row', async () => {
  const { id } = await makeUser();
  const signIn = await accountOf(id);
  await db().user.update({ where: { id }, data: { suspendedAt: new Date() } });
  await expect(createSession(signIn, ORIGIN)).rejects.toMatchObject({ code: 'wrong-sign-in' });
  expect(await actionsAbout(id)).toEqual([]);
});

test('a refused sign-in is recorded for a known account, and nothing of what was typed', async () => {
  const person = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
  expect(await wrongSignIn(person.email)).toBe('wrong-sign-in');
  // Each is written a little later, so that its time tells nothing: the first one before the second begins.
  await eventually(async () => expect(await rowsAbout(person.id)).toHaveLength(1));
  await db().user.update({ where: { id: person.id }, data: { suspendedAt: new Date() } });
  await authenticate({ name: person.username, password: PASSWORD }, randomUUID()).catch(() => null);
  const rows = await eventually(async () => {
    const found = await rowsAbout(person.id);
    if (found.length < 2) throw new Error('not recorded yet');
    return found;
  });
  expect(rows).toMatchObject([
    { action: 'sign-in-refused', actorKind: 'nobody', details: { reason: 'wrong-sign-in' } },
    { action: 'sign-in-refused', actorKind: 'nobody', details: { reason: 'suspended' } },
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/wrong password|correct horse/);
});

test('a sign-in with a provider is refused and recorded for a suspended account', async () => {
  const person = await makeUser({ suspendedAt: new Date() });
  const identity = { provider: 'github', subject: person.id };
  await db().identity.create({ data: { ...identity, userId: person.id } });
  await expect(signInWithIdentity({ ...identity, email: person.email, name: '' })).rejects.toMatchObject({
    code: 'suspended',
  });
  await eventually(async () => expect(await actionsAbout(person.id)).toEqual(['sign-in-refused']));
});

test('of a name that nobody has nothing is stored: it may be a password', async () => {
  const typed = `secret-${randomUUID()}`;
  const known = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
  const address = randomUUID();
  // Until its limit is reached, and after that.
  for (let guess = 0; guess < 12; guess++) await wrongSignIn(typed, address);
  await wrongSignIn(known.username);
  // Rows are written in this order, so one of the unknown name would be there by now.
  await eventually(async () => expect(await actionsAbout(known.id)).toEqual(['sign-in-refused']));
  const all = JSON.stringify(await db().auditEntry.findMany({ omit: { id: true } }));
  expect(all).not.toContain(typed);
  expect(await db().auditEntry.count({ where: { action: 'sign-in-locked', subjectName: '' } })).toBe(0);
});

test('a limit that is reached is recorded once, however many attempts come after', async () => {
  const person = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
  const address = randomUUID();
  for (let guess = 0; guess < 15; guess++) await wrongSignIn(person.username, address);
  await eventually(async () =>
    expect(await actionsAbout(person.id)).toEqual([...Array(10).fill('sign-in-refused'), 'sign-in-locked']),
  );
  // Everything that comes later is written later.
  const other = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
  await wrongSignIn(other.username);
  await eventually(async () => expect(await actionsAbout(other.id)).toHaveLength(1));
  expect(await actionsAbout(person.id)).toHaveLength(11);
});

test('an address that reaches its limit is recorded by its network', async () => {
  const address = randomUUID();
  await Promise.all(Array.from({ length: 200 }, () => countAttempt({ 'sign-in-address': address })));
  const context = { failure: null, keepsOwnBody: false, awaitsAction: false };
  await requests.run({ ...context, headers: { 'x-forwarded-for': '198.51.100.77' } }, async () => {
    for (let guess = 0; guess < 3; guess++) expect(await wrongSignIn('anybody', address)).toBe('too-many-attempts');
  });
  await eventually(async () =>
    expect(await rowsAbout('198.51.100.0/24')).toMatchObject([
      {
        ...{ action: 'sign-in-locked', subjectKind: 'address', addressPrefix: '198.51.100.0/24' },
        ...{ details: { limit: 'sign-in-address' } },
      },
    ]),
  );
});

test('a changed password is recorded, a wrong one changes and records nothing', async () => {
  const person = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
  const change = (currentPassword: string) =>
    changePassword(person, { currentPassword, newPassword: 'another fine battery' });
  await expect(change('wrong')).rejects.toMatchObject({ code: 'wrong-password' });
  expect(await actionsAbout(person.id)).toEqual([]);
  await change(PASSWORD);
  const rows = await rowsAbout(person.id);
  expect(rows).toMatchObject([{ action: 'password-changed', actorId: person.id }]);
  expect(JSON.stringify(rows)).not.toMatch(/battery|argon2/);
});

test('roles are recorded with the one before, from the terminal and by an admin', async () => {
  const [admin, person] = [await makeUser({ role: 'ADMIN' }), await makeUser()];
  await changeRole(person.username, 'MODERATOR');
  await changeRole(person.username, 'MODERATOR');
  await changeRoleOf(admin, person.id, 'ADMIN');
  await changeRoleOf(admin, person.id, 'MEMBER');
  expect(await rowsAbout(person.id)).toMatchObject([
    { action: 'role-changed', actorKind: 'terminal', details: { from: 'MEMBER', to: 'MODERATOR' } },
    { action: 'role-changed', actorId: admin.id, details: { from: 'MODERATOR', to: 'ADMIN' } },
    { action: 'role-changed', actorId: admin.id, details: { from: 'ADMIN', to: 'MEMBER' } },
  ]);
});

test('suspending and restoring are recorded when they change something', async () => {
  const [admin, person] = [await makeUser({ role: 'ADMIN' }), await makeUser()];
  for (const command of [suspendAccount, suspendAccount, restoreAccount, restoreAccount])
    await command(admin, person.id);
  const by = { actorId: admin.id, actorName: admin.username, subjectName: person.username };
  expect(await rowsAbout(person.id)).toMatchObject([
    { action: 'account-suspended', ...by },
    { action: 'account-restored', ...by },
  ]);
});

test('what an admin decides about an order is recorded with the work’s title, and without the order’s whole id', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  const expectRow = async (orderId: string, action: AuditAction) => {
    const rows = await rowsAbout(orderKey(orderId));
    expect(rows).toMatchObject([{ action, actorId: admin.id, subjectKind: 'order' }]);
    expect(rows[0]?.subjectName).toMatch(/^Study /);
    expect(JSON.stringify(rows)).not.toContain(orderId);
  };

  const flagged = await makeHeldOrder({ flag: 'The amount is wrong.' });
  await clearFlag(admin, flagged.orderId);
  await expect(clearFlag(admin, flagged.orderId)).rejects.toMatchObject({ code: 'not-found' });
  await expectRow(flagged.orderId, 'flag-cleared');

  const paid = await makeHeldOrder({ status: 'PAID', paymentIntentId: `pi_${randomUUID()}` });
  await requestRefund(admin, paid.orderId);
  await requestRefund(admin, paid.orderId);
  await expectRow(paid.orderId, 'refund-requested');

  const refused = await makeHeldOrder({ flag: 'Nobody knows.' });
  await expect(rejectPayment(admin, refused.orderId)).rejects.toMatchObject({ code: 'not-refundable' });
  expect(await rowsAbout(orderKey(refused.orderId))).toEqual([]);
});

test('decisions about rates are recorded once', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  const held = async (currency: string) => {
    const key = { source: 'ECB', currency, day: '2026-11-20', rate: '1.5' };
    await db().exchangeRate.create({
      data: { ...key, day: new Date(key.day), rate: key.rate, state: 'held' },
    });
    return key;
  };
  const [accepted, discarded] = [await held('USD'), await held('GBP')];
  for (let time = 0; time < 2; time++) {
    await acceptRate(admin, accepted);
    await discardRate(admin, discarded);
  }
  const by = { actorId: admin.id, subjectKind: 'rate', details: { rate: '1.5', day: '2026-11-20', source: 'ECB' } };
  expect(await rowsAbout('ECB USD 2026-11-20')).toMatchObject([{ action: 'rate-accepted', subjectName: 'USD', ...by }]);
  expect(await rowsAbout('ECB GBP 2026-11-20')).toMatchObject([
    { action: 'rate-discarded', subjectName: 'GBP', ...by },
  ]);
});

test('replaying and discarding an event is recorded with its result, by an admin and from the terminal', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  const id = `evt_${randomUUID().replaceAll('-', '')}`;
  await db().stripeEvent.create({
    data: { id, type: 'checkout.session.completed', outcome: 'failed', createdAt: new Date(), verified: true },
  });
  await replayEvent(admin, id);
  await discardEvent('terminal', id, { by: 'mira', why: 'paid back by hand' });
  await discardEvent(admin, id, { by: admin.username });
  await replayEvent(admin, 'evt_nothing');
  const event = { subjectKind: 'event', subjectName: 'checkout.session.completed' };
  expect(await rowsAbout(id)).toMatchObject([
    { ...event, action: 'event-replayed', actorId: admin.id, details: { result: 'no-text' } },
    { ...event, action: 'event-discarded', actorKind: 'terminal', details: { by: 'mira', why: 'paid back by hand' } },
  ]);
  expect(await rowsAbout('evt_nothing')).toEqual([]);
});

test('a member, a moderator and nobody’s account change and record nothing', async () => {
  const target = await makeUser();
  const order = await makeHeldOrder({ flag: 'The amount is wrong.', status: 'PAID', paymentIntentId: 'pi_guarded' });
  const count = await db().auditEntry.count();
  for (const viewer of [await makeUser(), await makeUser({ role: 'MODERATOR' })]) {
    const attempts: Promise<unknown>[] = [
      changeRoleOf(viewer, target.id, 'ADMIN'),
      changeRoleOf(viewer, viewer.id, 'ADMIN'),
      suspendAccount(viewer, target.id),
      restoreAccount(viewer, target.id),
      clearFlag(viewer, order.orderId),
      rejectPayment(viewer, order.orderId),
      requestRefund(viewer, order.orderId),
      acceptRate(viewer, { source: 'ECB', currency: 'USD', day: '2026-11-20', rate: '1.5' }),
      replayEvent(viewer, 'evt_1'),
      discardEvent(viewer, 'evt_1'),
    ];
    const outcomes = (await Promise.allSettled(attempts)).map((one) => one.status === 'rejected' && one.reason.code);
    expect(outcomes).toEqual(attempts.map(() => 'not-found'));
  }
  expect(await db().auditEntry.count()).toBe(count);
});
