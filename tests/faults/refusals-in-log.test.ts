import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { maskIds } from '#lib/logger.ts';
import { eventually } from '../support/eventually.ts';
import { openForm } from '../support/http/open-form.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { sendBuyForm } from '../support/http/start-checkout-over-http.ts';
import { type Account, addAccount, addWork, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

let shop: Shop;
let member: Account;
let ownWork: Work;
let anothersWork: Work;
let cookie = '';

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { env: { LOG_LEVEL: 'info' } });
  member = await addAccount(shop);
  ownWork = await addWork(shop, { artist: member });
  anothersWork = await addWork(shop);
  cookie = (await signInOverHttp(shop, member.username)).cookie ?? '';
});
afterAll(() => shop?.stop());

type Line = Record<string, unknown> & { msg?: string };

/** The web process writes JSON and nothing else about refusals. */
const lines = (): Line[] =>
  shop
    .log('web')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

const expectRefusal = (expected: Line) =>
  eventually(() =>
    expect(lines()).toContainEqual(
      expect.objectContaining({
        ...{ msg: 'request refused', time: expect.any(Number), reference: expect.stringMatching(/^[0-9a-f]{8}$/) },
        ...expected,
      }),
    ),
  );

test.for<[string, () => string]>([
  ['an admin’s page', () => '/admin/accounts'],
  ['the form of another’s work', () => `/posts/${anothersWork.slug}/edit`],
  ['another’s sale', () => '/dashboard/sales/00000000-0000-4000-8000-000000000000'],
  ['visitors of another’s work', () => `/dashboard/works/${anothersWork.slug}/visitors`],
])('somebody who asks for %s is named in the log', async ([, pathOf]) => {
  const path = pathOf();
  expect((await fetch(shop.url + path, { headers: { cookie } })).status).toBe(404);
  await expectRefusal({ status: 404, method: 'GET', path: maskIds(path), viewer: maskIds(member.id) });
});

test('a command for another’s work is named with its reason', async () => {
  const send = await openForm(shop, { path: '/dashboard', containing: ownWork.id, cookie });
  await send({ postId: anothersWork.id, command: 'unpublish' });
  await expectRefusal({ refusal: 'not-found', method: 'POST', viewer: maskIds(member.id) });
});

test('so is what the shop’s rules refuse, and a form that no page of ours has', async () => {
  await sendBuyForm(shop, ownWork, { cookie });
  await expectRefusal({ refusal: 'own-work', path: `/posts/${ownWork.slug}/buy`, viewer: maskIds(member.id) });
  const send = await openForm(shop, { path: '/dashboard/settings/profile', containing: 'name="bio"', cookie });
  await send({ displayName: '', bio: '' });
  await expectRefusal({ refusal: 'invalid-input', path: '/dashboard/settings/profile', viewer: maskIds(member.id) });
});

test.for<[number, string, string, RequestInit]>([
  [400, 'a webhook without a signature', '/api/webhooks/stripe', { body: '{}' }],
  [401, 'another secret between processes', '/api/internal/refresh', { headers: { authorization: 'Bearer x' } }],
  [401, 'an upload of nobody', '/api/pictures', { body: 'x' }],
  [403, 'a form of another site', '/sign-in', { headers: { origin: 'https://elsewhere.example' }, body: 'a=b' }],
  [413, 'a body that is too large', '/sign-in', { body: 'x'.repeat(100_000) }],
])('%d for %s is in the log', async ([status, , path, init]) => {
  const headers = { origin: shop.url, ...init.headers };
  expect((await fetch(shop.url + path, { method: 'POST', ...init, headers })).status).toBe(status);
  await expectRefusal({ status, method: 'POST', path, viewer: null });
});

test('nothing of a password, a cookie or a query is in it', async () => {
  await signInOverHttp(shop, member.username, 'a wrong password nobody has');
  await fetch(`${shop.url}/admin?q=what-somebody-typed`, { headers: { cookie } });
  await expectRefusal({ path: '/admin', viewer: maskIds(member.id) });
  const log = shop.log('web');
  for (const secret of ['a wrong password nobody has', 'what-somebody-typed', cookie.split('=')[1]?.slice(0, 40)])
    expect(log).not.toContain(secret);
});

test('what somebody sends makes no line of its own', async () => {
  const forged = '\n{"level":30,"msg":"forged"}\n';
  const body = JSON.stringify({
    'csp-report': { 'document-uri': shop.url, 'violated-directive': 'script-src', 'blocked-uri': `data${forged}` },
  });
  const headers = { 'content-type': 'application/csp-report' };
  expect((await fetch(`${shop.url}/api/csp-reports`, { method: 'POST', headers, body })).status).toBe(204);
  await fetch(`${shop.url}/dashboard/works/${encodeURIComponent(forged)}/visitors`, { headers: { cookie } });
  await expectRefusal({ status: 404, path: expect.stringMatching(/^\/dashboard\/works\/%0A/) });
  await eventually(() => expect(shop.log('web')).toContain('the Content Security Policy blocked something'));
  expect(lines().map(({ msg }) => msg)).not.toContain('forged');
});
