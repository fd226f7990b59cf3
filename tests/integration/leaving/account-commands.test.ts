/** Random orders of everything that begins or ends an account's sessions, links and factors, also two at the same moment. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { changePassword } from '#lib/accounts/change-password.ts';
import { changeRole } from '#lib/accounts/change-role.ts';
import { createSession } from '#lib/accounts/create-session.ts';
import { endOtherSessions, endSession } from '#lib/accounts/end-session.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { signInWithIdentity } from '#lib/accounts/sign-in-with-identity.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { db } from '#lib/db.ts';
import { TOKEN_SECONDS, type TokenPurpose } from '#lib/domain/account-token.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { closeDueAccounts } from '#lib/leaving/close-account.ts';
import { requestExport } from '#lib/leaving/export/request-export.ts';
import { requestClosing } from '#lib/leaving/request-closing.ts';
import { undoClosing } from '#lib/leaving/undo-closing.ts';
import { waitForRedis } from '#lib/redis.ts';
import { createToken } from '#lib/tokens/create-token.ts';
import { findToken } from '#lib/tokens/use-token.ts';
import { makeUser } from '../../support/database/factories.ts';

await waitForRedis();

const RUNS = 60;
const PURPOSES = Object.keys(TOKEN_SECONDS) as TokenPurpose[];
const DEVICE = { device: '', country: null };

/** One account and all that was ever given out for it. */
class Person {
  readonly sessions: SessionRef[] = [];
  readonly tokens: { purpose: TokenPurpose; token: string }[] = [];
  /** What sign-ins have read that are not complete yet. */
  readonly begun: { id: string; sessionVersion: number }[] = [];
  count = 0;
  readonly viewer: Viewer;
  readonly admin: Viewer;

  constructor(viewer: Viewer, admin: Viewer) {
    this.viewer = viewer;
    this.admin = admin;
  }

  get id(): string {
    return this.viewer.id;
  }

  row() {
    return db().user.findUniqueOrThrow({ where: { id: this.id } });
  }

  async open(account: { id: string; sessionVersion: number }): Promise<void> {
    this.sessions.push(await createSession(account, DEVICE, { isFactorProven: true }));
  }
}

type Step = (person: Person) => Promise<unknown>;

const STEPS: Readonly<Record<string, Step>> = {
  'sign in': async (person) => person.open(await person.row()),
  'begin to sign in': async (person) => person.begun.push(await person.row()),
  'complete a sign-in': async (person) => {
    const begun = person.begun.pop();
    if (begun) await person.open(begun);
  },
  'sign in with GitHub': async (person) => {
    const identity = { provider: 'github', subject: person.id, email: `${person.id}@github.example`, name: 'Somebody' };
    const known = await db().identity.count({ where: { subject: person.id } });
    if (known > 0) await person.open(await signInWithIdentity(identity as never));
  },
  'sign out': async (person) => {
    const session = person.sessions.at(-1);
    if (session) await endSession(session);
  },
  'sign out elsewhere': async (person) => {
    const session = person.sessions.at(-1);
    if (session) await endOtherSessions(session);
  },
  'change the password': (person) =>
    db().user.updateMany({ where: { id: person.id }, data: { passwordHash: `hash ${++person.count}` } }),
  suspend: (person) => suspendAccount(person.admin, person.id),
  restore: (person) => restoreAccount(person.admin, person.id),
  'ask to close': (person) => requestClosing(person.viewer),
  'undo closing': (person) => undoClosing(person.viewer),
  'the seven days end': async (person) => {
    await db().user.updateMany({ where: { id: person.id, closesAt: { not: null } }, data: { closesAt: new Date(0) } });
    await closeDueAccounts();
  },
  'become an admin': async (person) => changeRole((await person.row()).username, 'ADMIN'),
  'become a member': async (person) => changeRole((await person.row()).username, 'MEMBER'),
  'add a passkey': (person) =>
    db().passkey.create({
      data: { id: `${person.id} ${++person.count}`, userId: person.id, publicKey: Buffer.from('k'), name: 'Phone' },
    }),
  'remove a passkey': (person) => db().passkey.deleteMany({ where: { userId: person.id } }),
  'add an authenticator app': (person) =>
    db().authenticatorApp.create({ data: { userId: person.id, secret: Buffer.from('s'), confirmedAt: new Date() } }),
  'get recovery codes': (person) =>
    db().recoveryCode.create({ data: { userId: person.id, hash: Buffer.from(`${++person.count}`) } }),
  'begin with a passkey': (person) =>
    db().passkeyChallenge.create({
      data: {
        challenge: `${person.id} ${++person.count}`,
        purpose: 'confirm',
        userId: person.id,
        expiresAt: new Date(Date.now() + 60_000),
      },
    }),
  'link GitHub': (person) =>
    db().identity.create({ data: { provider: 'github', subject: person.id, userId: person.id } }),
  'get a link': async (person) => {
    const purpose = PURPOSES[++person.count % PURPOSES.length] ?? 'prove-email';
    person.tokens.push({ purpose, token: await createToken({ userId: person.id, purpose, email: 'new@example.org' }) });
  },
  'ask for an export': (person) => requestExport(person.viewer),
};

const names = Object.keys(STEPS);
const moment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...names).map((name) => [name]) },
  // At the same moment.
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...names), { minLength: 2, maxLength: 3 }) },
);

const reached = { closed: 0, suspended: 0, usable: 0, links: 0 };

/** What must not be there, each by its name. */
async function leftBehind(person: Person): Promise<string[]> {
  const { suspendedAt, closedAt, passwordHash } = await person.row();
  const viewers = await Promise.all(person.sessions.map(getViewer));
  const sessions = viewers.filter((viewer) => viewer !== null).length;
  const links = (await Promise.all(person.tokens.map(({ purpose, token }) => findToken(purpose, token)))).filter(
    Boolean,
  ).length;
  if (!suspendedAt && !closedAt) {
    if (sessions > 0) reached.usable++;
    if (links > 0) reached.links++;
    return [];
  }
  reached[closedAt ? 'closed' : 'suspended']++;
  const where = { where: { userId: person.id } };
  const rows = { sessions: await db().session.count(where), usable: sessions, links };
  const ofClosed = closedAt && {
    password: passwordHash === null ? 0 : 1,
    identities: await db().identity.count(where),
    tokens: await db().accountToken.count(where),
    passkeys: await db().passkey.count(where),
    apps: await db().authenticatorApp.count(where),
    codes: await db().recoveryCode.count(where),
    challenges: await db().passkeyChallenge.count(where),
    exports: await db().export.count(where),
  };
  return Object.entries({ ...rows, ...ofClosed }).flatMap(([what, count]) => (count ? [`${count} ${what}`] : []));
}

test('no order of commands leaves a session, a link or a factor with a closed or suspended account', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  const property = fc.asyncProperty(fc.array(moment, { minLength: 4, maxLength: 16 }), async (moments) => {
    const person = new Person(await makeUser({ passwordHash: 'hash' }), admin);
    let wasClosed = false;
    for (const steps of moments) {
      // Refusals are part of it; what counts is what is there afterwards.
      await Promise.allSettled(steps.map((name) => STEPS[name]?.(person)));
      expect(await leftBehind(person), steps.join(' and ')).toEqual([]);
      const { closedAt } = await person.row();
      expect(wasClosed && closedAt === null, 'a closed account stays closed').toBe(false);
      wasClosed = closedAt !== null;
    }
  });
  await fc.assert(property, { numRuns: RUNS, seed: 1, includeErrorInReport: true });
  // Otherwise the runs would prove nothing.
  for (const [state, times] of Object.entries(reached)) expect(times, state).toBeGreaterThan(10);
}, 180_000);

test('a password that was right before opens neither a suspended nor a closed account', async () => {
  const { hashPassword } = await import('#lib/accounts/password.ts');
  const admin = await makeUser({ role: 'ADMIN' });
  const password = 'correct horse battery';
  const person = await makeUser({ passwordHash: await hashPassword(password) });
  const signIn = () => authenticate({ name: person.username, password }, 'here');
  const begun = await signIn();
  await suspendAccount(admin, person.id);
  await expect(signIn()).rejects.toMatchObject({ code: 'suspended' });
  await expect(createSession(begun, DEVICE)).rejects.toMatchObject({ code: 'wrong-sign-in' });
  await restoreAccount(admin, person.id);
  const again = await signIn();
  await requestClosing(person);
  await createSession(again, DEVICE);
  await db().user.update({ where: { id: person.id }, data: { closesAt: new Date(0) } });
  await closeDueAccounts();
  await expect(signIn()).rejects.toMatchObject({ code: 'wrong-sign-in' });
  await expect(createSession(again, DEVICE)).rejects.toMatchObject({ code: 'wrong-sign-in' });
  await expect(
    changePassword(person, { currentPassword: password, newPassword: 'another fine battery' }),
  ).rejects.toThrow();
});
