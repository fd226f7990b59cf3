import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addAccount } from '../support/shop/shop-data.ts';
import { SHOP_SECRET } from '../support/shop/shop-programs.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

const name = '__Host-next-auth.session-token';
let shop: Shop;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), {
    env: { NEXTAUTH_URL: 'https://shop.example.org', GITHUB_ID: 'an-id', GITHUB_SECRET: 'a-secret' },
  });
});
afterAll(() => shop?.stop());

const getViewer = async (cookie: string) => {
  const response = await fetch(`${shop.url}/api/viewer`, { headers: { cookie } });
  return { body: await response.text(), cookies: response.headers.getSetCookie() };
};

test('the cookie of an ended session is deleted in a way that browsers accept', async () => {
  const missing = { sub: '00000000-0000-4000-8000-000000000000', sid: '00000000-0000-4000-8000-000000000000' };
  const { cookies } = await getViewer(`${name}=${await encode({ secret: SHOP_SECRET, token: missing })}`);
  // Browsers reject __Host- cookies without Secure and Path, even to delete them.
  const cleared = cookies.find((cookie) => cookie.startsWith(`${name}=;`));
  expect(cleared).toMatch(/; Path=\/; Expires=Thu, 01 Jan 1970.*; Secure/);
});

test('a cookie of an earlier version names no session, and is deleted', async () => {
  const { id } = await addAccount(shop);
  const token = await encode({ secret: SHOP_SECRET, token: { sub: id, sessionVersion: 0 } });
  const { body, cookies } = await getViewer(`${name}=${token}`);
  expect(JSON.parse(body)).toEqual({ viewer: null });
  expect(cookies).toContainEqual(expect.stringMatching(new RegExp(`^${name}=;`)));
});

test('next-auth sets no cookie that another host of the domain could set', async () => {
  const response = await fetch(`${shop.url}/api/auth/csrf`);
  const names = response.headers.getSetCookie().map((cookie) => cookie.split('=')[0]);
  expect(names).toEqual(['__Host-next-auth.csrf-token', '__Host-next-auth.callback-url']);
});

test('nobody is sent to sign in with GitHub by a link, or by a form of another page', async () => {
  const start = (init: RequestInit) => fetch(`${shop.url}/api/auth/signin/github`, { redirect: 'manual', ...init });
  const csrf = await fetch(`${shop.url}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const cookie = csrf.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const body = (token: string) => new URLSearchParams({ csrfToken: token, callbackUrl: '/' });
  const refused = [
    await start({}),
    await start({ method: 'POST', body: body(csrfToken) }),
    await start({ method: 'POST', headers: { cookie }, body: body('0'.repeat(64)) }),
  ];
  for (const { headers } of refused) expect(headers.get('location') ?? '').not.toContain('github.com');
  const started = await start({ method: 'POST', headers: { cookie }, body: body(csrfToken) });
  expect(started.headers.get('location')).toMatch(/^https:\/\/github\.com\/login\/oauth\/authorize\?.*state=/);
});
