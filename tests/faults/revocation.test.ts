import { globSync } from 'node:fs';
import { Redis } from 'ioredis';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openForm } from '../support/http/open-form.ts';
import { type LiveClient, openLiveUpdates } from '../support/http/open-live-updates.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { sendBuyForm } from '../support/http/start-checkout-over-http.ts';
import { type Account, addAccount, addWork, PASSWORD, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

const NEW_PASSWORD = 'another fine battery';
const png = sharp({ create: { width: 320, height: 240, channels: 3, background: 'teal' } })
  .png()
  .toBuffer();

let shop: Shop;
let admin: { account: Account; cookie: string };
const streams: LiveClient[] = [];

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  const account = await addAccount(shop, { role: 'ADMIN' });
  admin = { account, cookie: await signIn(account) };
});

afterAll(async () => {
  for (const stream of streams) stream.close();
  await shop?.stop();
});

let account: Account;
let work: Work;
let cookie: string;

beforeEach(async () => {
  account = await addAccount(shop, { role: 'ADMIN' });
  work = await addWork(shop, { artist: account });
  cookie = await signIn(account);
});

async function signIn({ username }: Account, password = PASSWORD): Promise<string> {
  const { cookie: sessionCookie, page } = await signInOverHttp(shop, username, password);
  if (!sessionCookie) throw new Error(`${username} could not sign in: ${page.slice(0, 200)}`);
  return sessionCookie;
}

const get = (path: string, sessionCookie = cookie) =>
  fetch(shop.url + path, { headers: { cookie: sessionCookie }, redirect: 'manual' });
const upload = async () =>
  fetch(`${shop.url}/api/pictures`, { method: 'POST', headers: { cookie, origin: shop.url }, body: await png });
const live = async (sessionCookie = cookie) => {
  const stream = await openLiveUpdates(shop, sessionCookie);
  streams.push(stream);
  return stream;
};

/** The paths of all pages that require signing in, read from the repository. */
const privatePages = () =>
  globSync([
    'app/dashboard/**/page.tsx',
    'app/admin/**/page.tsx',
    'app/posts/new/page.tsx',
    'app/posts/*/edit/page.tsx',
  ])
    .map((file) => file.replace(/^app|\/page\.tsx$/g, ''))
    .map((path) => path.replace('[slug]', work.slug).replace('[id]', '00000000-0000-4000-8000-000000000000'));

/** Waits at most twice the interval at which sessions are checked. */
const untilEnded = (stream: LiveClient) => eventually(() => expect(stream.isOpen()).toBe(false), 30_000);

const clearsSession = (cookies: string[]) =>
  ['next-auth.session-token=', 'signed-in='].every((name) =>
    cookies.some((one) => one.startsWith(`${name};`) && /Expires=Thu, 01 Jan 1970/.test(one)),
  );

const suspend = async (target = account) =>
  (
    await openForm(shop, {
      ...{ path: `/admin/accounts?q=${target.username}`, containing: target.id, cookie: admin.cookie },
    })
  )({ command: 'suspend' });

/** @returns the cookie of the session that changed the password, which stays valid. */
async function changePassword(): Promise<string> {
  const elsewhere = await signIn(account);
  const path = '/dashboard/settings';
  const send = await openForm(shop, { path, containing: 'name="currentPassword"', cookie: elsewhere });
  const response = await send({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
  expect(await response.text()).toContain('Your password has been changed');
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

test.for([
  ['a suspension', suspend],
  ['a password change elsewhere', changePassword],
] as const)('%s ends the session for its very next request of any kind', async ([, revoke]) => {
  const profile = await openForm(shop, { path: '/dashboard/settings/profile', containing: 'name="bio"', cookie });
  const command = await openForm(shop, { path: '/dashboard', containing: work.id, cookie });
  const otherWork = await addWork(shop);
  const [ownStream, visitorStream] = [await live(), await live('')];
  for (const path of ['/dashboard', '/admin', '/posts/new']) expect((await get(path)).status, path).toBe(200);
  expect((await profile({ displayName: 'Before', bio: '' })).status).toBe(200);
  expect((await upload()).status).toBe(201);
  expect(await (await get('/api/auth/session')).json()).toMatchObject({ user: { id: account.id } });

  await revoke();

  for (const path of privatePages()) {
    const { status, headers } = await get(path);
    expect([status, headers.get('location')?.split('?')[0]], path).toEqual([307, '/sign-in']);
  }
  expect(await (await profile({ displayName: 'After', bio: '' })).text()).toContain('Please sign in first.');
  await command({ command: 'unpublish' });
  const state = 'SELECT display_name, status FROM users JOIN posts ON artist_id = users.id WHERE users.id = $1';
  expect((await shop.database.query(state, [account.id])).rows).toEqual([{ display_name: 'Before', status: 'LISTED' }]);
  expect((await upload()).status).toBe(401);
  for (const [path, body] of [
    ['/api/viewer', { viewer: null }],
    ['/api/auth/session', {}],
  ] as const) {
    const response = await get(path);
    expect(await response.json(), path).toEqual(body);
    expect(clearsSession(response.headers.getSetCookie()), path).toBe(true);
  }
  const buyResponse = await sendBuyForm(shop, otherWork, { cookie });
  expect(buyResponse.headers.get('location')).toContain('problem=signed-out');
  expect((await shop.database.query('SELECT FROM orders WHERE post_id = $1', [otherWork.id])).rowCount).toBe(0);

  await untilEnded(ownStream);
  const again = await live();
  expect(again.status).toBe(401);
  expect(clearsSession(again.setCookie)).toBe(true);
  expect((await live('')).status).toBe(200);
  expect(visitorStream.isOpen()).toBe(true);
});

test('every page behind a sign-in offers to sign out, and is stored by no browser or cache', async () => {
  for (const path of privatePages()) {
    const response = await get(path);
    expect(response.headers.get('cache-control'), path).toMatch(/\bno-store\b/);
    if (response.status === 200) expect(await response.text(), path).toMatch(/>Sign out</);
  }
});

test('a stream ends with its session even if the announcement is lost', async () => {
  const [suspended, renewed, unaffected] = [account, await addAccount(shop), await addAccount(shop)];
  const suspendedStream = await live();
  const renewedStream = await live(await signIn(renewed));
  const unaffectedStream = await live(await signIn(unaffected));
  // As with Redis down: only the database knows.
  await shop.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [suspended.id]);
  await shop.database.query("UPDATE users SET password_hash = 'another' WHERE id = $1", [renewed.id]);
  await Promise.all([untilEnded(suspendedStream), untilEnded(renewedStream)]);
  expect(unaffectedStream.isOpen()).toBe(true);
});

test('a session that nobody has used for an hour is an admin’s no longer, and its stream ends', async () => {
  const [ownStream, memberStream] = [await live(), await live(await signIn(await addAccount(shop)))];
  await shop.database.query("UPDATE sessions SET last_seen_at = now() - interval '61 minutes'");
  expect((await get('/dashboard')).headers.get('location')).toContain('/sign-in');
  await untilEnded(ownStream);
  expect(memberStream.isOpen()).toBe(true);
  admin.cookie = await signIn(admin.account);
});

test('a stream ends as soon as the announcement arrives', async () => {
  const [ownStream, otherStream] = [await live(), await live(await signIn(await addAccount(shop)))];
  const redis = new Redis(shop.redisUrl);
  // The account is unchanged: checking it would leave the stream open.
  await redis.publish('live', JSON.stringify({ tags: [], post: null, orderId: null, endedSessionsOf: account.id }));
  redis.disconnect();
  await untilEnded(ownStream);
  expect(otherStream.isOpen()).toBe(true);
});

test('a person who changes the password stays signed in, and the new session has its own stream', async () => {
  const renewed = await changePassword();
  expect((await get('/dashboard', renewed)).status).toBe(200);
  expect((await live(renewed)).status).toBe(200);
  expect((await signInOverHttp(shop, account.username)).cookie).toBeNull();
  await signIn(account, NEW_PASSWORD);
});

test('a suspended artist cannot sign in or sell until restored, and old sessions stay ended', async () => {
  await suspend();
  const { cookie: none, page } = await signInOverHttp(shop, account.username);
  expect(none).toBeNull();
  expect(page).toContain('This account is suspended.');
  const refused = await sendBuyForm(shop, work);
  expect(refused.headers.get('location')).toContain('problem=not-found');
  await eventually(async () => expect((await get(`/artists/${account.username}`, '')).status).toBe(404));

  const accountsForm = { path: `/admin/accounts?q=${account.email}`, containing: account.id, cookie: admin.cookie };
  await (await openForm(shop, accountsForm))({ command: 'restore' });
  expect((await get('/dashboard')).status).toBe(307);
  expect((await get('/dashboard', await signIn(account))).status).toBe(200);
  expect((await sendBuyForm(shop, work)).headers.get('location')).toContain('/c/pay/');
  await eventually(async () => expect((await get(`/artists/${account.username}`, '')).status).toBe(200));
});

test('a change of role ends the session, a former admin’s next one opens no admin page, and an open form is refused', async () => {
  const member = await addAccount(shop);
  const send = await openForm(shop, { path: `/admin/accounts?q=${member.username}`, containing: member.id, cookie });
  await shop.database.query("UPDATE users SET role = 'MEMBER' WHERE id = $1", [account.id]);
  expect((await get('/dashboard')).status).toBe(307);
  expect((await send({ command: 'suspend' })).status).toBe(303);
  const again = await signIn(account);
  for (const path of globSync('app/admin/**/page.tsx').map((file) => file.replace(/^app|\/page\.tsx$/g, '')))
    expect((await get(path, again)).status, path).toBe(404);
  const { rows } = await shop.database.query('SELECT suspended_at FROM users WHERE id = $1', [member.id]);
  expect(rows).toEqual([{ suspended_at: null }]);
});

const signOut = async (sessionCookie: string) =>
  (await openForm(shop, { path: '/dashboard', containing: 'Sign out', cookie: sessionCookie }))({});

test('a cookie that was copied before its owner signed out opens nothing, and other devices stay signed in', async () => {
  const elsewhere = await signIn(account);
  const [ownStream, otherStream] = [await live(), await live(elsewhere)];
  expect((await signOut(cookie)).status).toBe(303);
  expect((await get('/dashboard')).headers.get('location')).toContain('/sign-in');
  expect((await upload()).status).toBe(401);
  const viewer = await get('/api/viewer');
  expect(await viewer.json()).toEqual({ viewer: null });
  expect(clearsSession(viewer.headers.getSetCookie())).toBe(true);
  expect(await (await get('/api/auth/session')).json()).toEqual({});
  await untilEnded(ownStream);
  expect((await get('/dashboard', elsewhere)).status).toBe(200);
  expect(otherStream.isOpen()).toBe(true);
});

test('next-auth’s own route signs out as well', async () => {
  const csrf = await fetch(`${shop.url}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken } = await csrf.json();
  const own = csrf.headers.getSetCookie().map((one) => one.split(';')[0]);
  const response = await fetch(`${shop.url}/api/auth/signout`, {
    method: 'POST',
    body: new URLSearchParams({ csrfToken }),
    headers: { cookie: [cookie, ...own].join('; '), origin: shop.url },
    redirect: 'manual',
  });
  expect(response.status).toBe(302);
  expect((await get('/dashboard')).status).toBe(307);
});

test('signing out everywhere else ends the other sessions and their streams', async () => {
  const elsewhere = await signIn(account);
  const [ownStream, otherStream] = [await live(), await live(elsewhere)];
  const path = '/dashboard/settings/security';
  const page = await (await get(path)).text();
  expect(page.match(/name="session"/g)).toHaveLength(2);
  const send = await openForm(shop, { path, containing: 'Sign out everywhere else', cookie });
  expect((await send({})).headers.get('location')).toContain('ended=others');
  await untilEnded(otherStream);
  expect((await get('/dashboard', elsewhere)).status).toBe(307);
  expect((await get('/dashboard')).status).toBe(200);
  expect(ownStream.isOpen()).toBe(true);
});

test('ending other sessions, one or all, asks for a proof first; signing out here does not', async () => {
  const path = '/dashboard/settings/security';
  const elsewhere = await signIn(account);
  const { rows } = await shop.database.query('SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at', [
    account.id,
  ]);
  await shop.database.query("UPDATE sessions SET proven_at = now() - interval '16 minutes'");
  const [others, one] = [
    await openForm(shop, { path, containing: 'Sign out everywhere else', cookie: elsewhere }),
    await openForm(shop, { path, containing: rows[0]?.id, cookie: elsewhere }),
  ];
  for (const send of [others, one]) expect((await send({})).headers.get('location')).toContain('/confirm?next=');
  expect((await get('/dashboard')).status).toBe(200);
  expect((await signOut(elsewhere)).status).toBe(303);
  admin.cookie = await signIn(admin.account);
});

test('a proof replaces the cookie: a copy from before opens nothing', async () => {
  await shop.database.query("UPDATE sessions SET proven_at = now() - interval '16 minutes' WHERE user_id = $1", [
    account.id,
  ]);
  const send = await openForm(shop, { path: '/confirm?next=%2Fdashboard', containing: 'name="password"', cookie });
  const response = await send({ password: PASSWORD });
  expect([response.status, response.headers.get('location')]).toEqual([303, '/dashboard']);
  const renewed = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  expect((await get('/dashboard')).status).toBe(307);
  expect((await get('/dashboard', renewed)).status).toBe(200);
});

test('one session is ended from another device, and nobody ends somebody else’s', async () => {
  const path = '/dashboard/settings/security';
  const elsewhere = await signIn(account);
  const stranger = await signIn(await addAccount(shop));
  const { rows } = await shop.database.query('SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at', [
    account.id,
  ]);
  const first = rows[0]?.id;
  const strangersForm = await openForm(shop, { path, containing: 'name="session"', cookie: stranger });
  await strangersForm({ session: first });
  expect((await get('/dashboard')).status).toBe(200);
  const send = await openForm(shop, { path, containing: first, cookie: elsewhere });
  expect((await send({})).headers.get('location')).toContain('ended=one');
  expect((await get('/dashboard')).status).toBe(307);
  expect((await get('/dashboard', elsewhere)).status).toBe(200);
});

test('a session ends thirty days after its sign-in, an admin’s after twelve hours, however often it is renewed', async () => {
  const member = await addAccount(shop);
  const members = await signIn(member);
  const lifetime = `SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM sessions WHERE user_id = $1`;
  const secondsOf = async ({ id }: Account) => (await shop.database.query(lifetime, [id])).rows;
  expect(await secondsOf(account)).toEqual([{ seconds: 12 * 60 * 60 }]);
  expect(await secondsOf(member)).toEqual([{ seconds: 30 * 24 * 60 * 60 }]);
  const stream = await live(members);
  const renewed = await get('/api/auth/session', members);
  const cookies = renewed.headers.getSetCookie().map((one) => one.split(';')[0]);
  expect(await secondsOf(member)).toEqual([{ seconds: 30 * 24 * 60 * 60 }]);
  await shop.database.query('UPDATE sessions SET expires_at = now() WHERE user_id = $1', [member.id]);
  expect((await get('/dashboard', cookies.join('; '))).status).toBe(307);
  await untilEnded(stream);
});
