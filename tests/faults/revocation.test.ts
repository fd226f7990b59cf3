import { globSync } from 'node:fs';
import { Redis } from 'ioredis';
import { encode } from 'next-auth/jwt';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { sendBuyForm } from '../support/http/buyer.ts';
import { type LiveClient, openLive } from '../support/http/live-client.ts';
import { openForm } from '../support/http/page-form.ts';
import { signInOverHttp } from '../support/http/sign-in.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addPerson, addWork, PASSWORD, type Person, type Work } from '../support/shop/shop-data.ts';

const NEW_PASSWORD = 'another fine battery';
const png = sharp({ create: { width: 320, height: 240, channels: 3, background: 'teal' } })
  .png()
  .toBuffer();

let shop: Shop;
let admin: { person: Person; cookie: string };
const streams: LiveClient[] = [];

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  const person = await addPerson(shop, { role: 'ADMIN' });
  admin = { person, cookie: await signIn(person) };
});

afterAll(async () => {
  for (const stream of streams) stream.close();
  await shop?.stop();
});

let person: Person;
let work: Work;
let cookie: string;

beforeEach(async () => {
  person = await addPerson(shop, { role: 'ADMIN' });
  work = await addWork(shop, { artist: person });
  cookie = await signIn(person);
});

async function signIn({ username }: Person, password = PASSWORD): Promise<string> {
  const { cookie: made, page } = await signInOverHttp(shop, username, password);
  if (!made) throw new Error(`${username} could not sign in: ${page.slice(0, 200)}`);
  return made;
}

const get = (path: string, with_ = cookie) =>
  fetch(shop.url + path, { headers: { cookie: with_ }, redirect: 'manual' });
const upload = async () =>
  fetch(`${shop.url}/api/pictures`, { method: 'POST', headers: { cookie, origin: shop.url }, body: await png });
const live = async (with_ = cookie) => {
  const stream = await openLive(shop, with_);
  streams.push(stream);
  return stream;
};

/** Every page that somebody has to be signed in for, as it stands in the repository. */
const privatePages = () =>
  globSync([
    'app/dashboard/**/page.tsx',
    'app/admin/**/page.tsx',
    'app/posts/new/page.tsx',
    'app/posts/*/edit/page.tsx',
  ])
    .map((file) => file.replace(/^app|\/page\.tsx$/g, ''))
    .map((path) => path.replace('[slug]', work.slug).replace('[id]', '00000000-0000-4000-8000-000000000000'));

/** Twice the time in which every session is looked at. */
const untilEnded = (stream: LiveClient) => eventually(() => expect(stream.isOpen()).toBe(false), 30_000);

const clearsSession = (cookies: string[]) =>
  ['next-auth.session-token=', 'signed-in='].every((name) =>
    cookies.some((one) => one.startsWith(`${name};`) && /Expires=Thu, 01 Jan 1970/.test(one)),
  );

const suspend = async (who = person) =>
  (
    await openForm(shop, {
      ...{ path: `/admin/accounts?q=${who.username}`, holding: who.id, cookie: admin.cookie },
    })
  )({ command: 'suspend' });

/** @returns the session that did it, which goes on. */
async function changePassword(): Promise<string> {
  const elsewhere = await signIn(person);
  const path = '/dashboard/settings';
  const send = await openForm(shop, { path, holding: 'name="currentPassword"', cookie: elsewhere });
  const response = await send({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
  expect(await response.text()).toContain('Your password is changed');
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

test.for([
  ['a suspension', suspend],
  ['a change of password elsewhere', changePassword],
] as const)('%s stops the session’s very next request, whatever it is', async ([, end]) => {
  const profile = await openForm(shop, { path: '/dashboard/settings', holding: 'name="bio"', cookie });
  const command = await openForm(shop, { path: '/dashboard', holding: work.id, cookie });
  const others = await addWork(shop);
  const [own, visitors] = [await live(), await live('')];
  for (const path of ['/dashboard', '/admin', '/posts/new']) expect((await get(path)).status, path).toBe(200);
  expect((await profile({ displayName: 'Before', bio: '' })).status).toBe(200);
  expect((await upload()).status).toBe(201);
  expect(await (await get('/api/auth/session')).json()).toMatchObject({ user: { id: person.id } });

  await end();

  for (const path of privatePages()) {
    const { status, headers } = await get(path);
    expect([status, headers.get('location')?.split('?')[0]], path).toEqual([307, '/sign-in']);
  }
  expect(await (await profile({ displayName: 'After', bio: '' })).text()).toContain('Please sign in first.');
  await command({ command: 'unlist' });
  const state = 'SELECT display_name, status FROM users JOIN posts ON artist_id = users.id WHERE users.id = $1';
  expect((await shop.database.query(state, [person.id])).rows).toEqual([{ display_name: 'Before', status: 'LISTED' }]);
  expect((await upload()).status).toBe(401);
  for (const [path, answer] of [
    ['/api/viewer', { viewer: null }],
    ['/api/auth/session', {}],
  ] as const) {
    const response = await get(path);
    expect(await response.json(), path).toEqual(answer);
    expect(clearsSession(response.headers.getSetCookie()), path).toBe(true);
  }
  const bought = await sendBuyForm(shop, others, { cookie });
  expect(bought.headers.get('location')).toContain('problem=signed-out');
  expect((await shop.database.query('SELECT FROM orders WHERE post_id = $1', [others.id])).rowCount).toBe(0);

  await untilEnded(own);
  const again = await live();
  expect(again.status).toBe(401);
  expect(clearsSession(again.setCookie)).toBe(true);
  expect((await live('')).status).toBe(200);
  expect(visitors.isOpen()).toBe(true);
});

test('a stream ends with its session also when the word about it is lost', async () => {
  const [suspended, renewed, kept] = [person, await addPerson(shop), await addPerson(shop)];
  const own = await live();
  const others = await live(await signIn(renewed));
  const third = await live(await signIn(kept));
  // As with Redis away: the database alone knows.
  await shop.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [suspended.id]);
  await shop.database.query('UPDATE users SET session_version = session_version + 1 WHERE id = $1', [renewed.id]);
  await Promise.all([untilEnded(own), untilEnded(others)]);
  expect(third.isOpen()).toBe(true);
});

test('a stream ends as soon as the word comes', async () => {
  const [own, others] = [await live(), await live(await signIn(await addPerson(shop)))];
  const redis = new Redis(shop.redisUrl);
  // The account is as it was: a look at it would leave the stream open.
  await redis.publish('live', JSON.stringify({ tags: [], post: null, orderId: null, endedSessionsOf: person.id }));
  redis.disconnect();
  await untilEnded(own);
  expect(others.isOpen()).toBe(true);
});

test('whoever changes his password stays signed in, and his new session has its own stream', async () => {
  const renewed = await changePassword();
  expect((await get('/dashboard', renewed)).status).toBe(200);
  expect((await live(renewed)).status).toBe(200);
  expect((await signInOverHttp(shop, person.username)).cookie).toBeNull();
  await signIn(person, NEW_PASSWORD);
});

test('a suspended artist is shut out and sells nothing until he is restored; old sessions stay ended', async () => {
  await suspend();
  const { cookie: none, page } = await signInOverHttp(shop, person.username);
  expect(none).toBeNull();
  expect(page).toContain('This account is suspended.');
  const refused = await sendBuyForm(shop, work);
  expect(refused.headers.get('location')).toContain('problem=not-for-sale');
  await eventually(async () => expect((await get(`/artists/${person.username}`, '')).status).toBe(404));

  const list = { path: `/admin/accounts?q=${person.email}`, holding: person.id, cookie: admin.cookie };
  await (await openForm(shop, list))({ command: 'restore' });
  expect((await get('/dashboard')).status).toBe(307);
  expect((await get('/dashboard', await signIn(person))).status).toBe(200);
  expect((await sendBuyForm(shop, work)).headers.get('location')).toContain('/c/pay/');
  await eventually(async () => expect((await get(`/artists/${person.username}`, '')).status).toBe(200));
});

test('nobody but an admin reaches the accounts, not even with the form of one', async () => {
  const member = await addPerson(shop);
  const send = await openForm(shop, { path: `/admin/accounts?q=${member.username}`, holding: member.id, cookie });
  await shop.database.query("UPDATE users SET role = 'MEMBER' WHERE id = $1", [person.id]);
  for (const path of globSync('app/admin/**/page.tsx').map((file) => file.replace(/^app|\/page\.tsx$/g, '')))
    expect((await get(path)).status, path).toBe(404);
  expect((await send({ command: 'suspend' })).status).toBe(303);
  const { rows } = await shop.database.query('SELECT suspended_at FROM users WHERE id = $1', [member.id]);
  expect(rows).toEqual([{ suspended_at: null }]);
});

test('over https too the browser is told to forget an ended session so that it does', async () => {
  const secret = 'for-tests-only-for-tests-only-for-tests';
  const secure = await startShop(inject('postgresUrl'), {
    env: { NEXTAUTH_URL: 'https://shop.example.org', NEXTAUTH_SECRET: secret },
  });
  try {
    const gone = { sub: '00000000-0000-4000-8000-000000000000', sessionVersion: 0 };
    const name = '__Secure-next-auth.session-token';
    const answer = await fetch(`${secure.url}/api/viewer`, {
      headers: { cookie: `${name}=${await encode({ secret, token: gone })}` },
    });
    // A browser does not take __Secure- cookies without Secure, not even to delete them.
    const cleared = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=;`));
    expect(cleared).toMatch(/Expires=Thu, 01 Jan 1970.*; Secure/);
  } finally {
    await secure.stop();
  }
});
