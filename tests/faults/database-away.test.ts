import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Checkout, startCheckoutOverHttp } from '../support/buyer.ts';
import { decoded, formWith } from '../support/html-form.ts';
import { type Shop, startShop } from '../support/shop.ts';
import { addPerson, addWork, type Person, type Work } from '../support/shop-data.ts';
import { signInOverHttp } from '../support/sign-in.ts';

let shop: Shop;
let admin: Person;
let cookie: string;
let seen: Work;
let unseen: Work;
let bought: Checkout;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['database'] });
  admin = await addPerson(shop, { role: 'ADMIN' });
  cookie = (await signInOverHttp(shop, admin.username)).cookie ?? '';
  seen = await addWork(shop, { artist: admin });
  unseen = await addWork(shop, { artist: admin });
  bought = await startCheckoutOverHttp(shop, seen);
});
afterAll(() => shop?.stop());

const ask = async (path: string, init: RequestInit = {}) => {
  const began = performance.now();
  const response = await fetch(`${shop.url}${path}`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
    ...init,
    headers: { cookie, accept: 'text/html', origin: shop.url, ...init.headers },
  });
  const body = await response.text();
  return { path, status: response.status, ms: Math.round(performance.now() - began), retry: response.headers.get('retry-after'), type: response.headers.get('content-type'), location: response.headers.get('location'), body: decoded(body).slice(0, 300) };
};

test.each(['refuse', 'stall'] as const)('%s', async (mode) => {
  const forms = {
    settings: formWith('displayName', await (await fetch(`${shop.url}/dashboard/settings`, { headers: { cookie } })).text()),
    signIn: formWith('password', await (await fetch(`${shop.url}/sign-in`)).text()),
    post: formWith('title', await (await fetch(`${shop.url}/posts/new`, { headers: { cookie } })).text()),
  };
  forms.settings.set('displayName', 'Typed name');
  forms.signIn.set('name', 'Typed-name');
  forms.signIn.set('password', 'correct horse');
  forms.post.set('title', 'Typed title');
  for (const page of ['/', `/posts/${seen.slug}`, '/sign-up']) for (let i = 0; i < 3; i++) await ask(page);
  shop.proxies.database[mode]();
  const paths = ['/', `/posts/${seen.slug}`, `/posts/${unseen.slug}`, '/sign-up', '/sign-in', `/artists/${admin.username}`, '/dashboard', '/dashboard/purchases', '/dashboard/sales', `/dashboard/sales/${bought.orderId}`, '/dashboard/settings', '/posts/new', `/posts/${seen.slug}/edit`, `/posts/${seen.slug}/checkout`, `/orders/${bought.orderId}`, `/orders/${bought.orderId}/cancel`, '/admin', '/admin/accounts', '/admin/events', '/admin/events/evt_1', '/admin/ledger', '/feed.xml', '/sitemap.xml', '/sitemap/0.xml', '/api/posts', '/api/viewer', '/api/health', '/api/auth/session', '/search?q=x', `/in/EUR/after/${Date.now()}_${randomUUID()}`, '/no-such-page'];
  const rows = [];
  for (const path of paths) rows.push(await ask(path));
  rows.push(...await Promise.all(Array.from({ length: 8 }, () => ask(`/posts/${unseen.slug}`))));
  rows.push(await ask(`/posts/${seen.slug}/buy`, { method: 'POST', body: new URLSearchParams({ amount: '12000', currency: 'EUR' }) }));
  rows.push(await ask(`/posts/${unseen.slug}/visit`, { method: 'POST', headers: { 'user-agent': 'x' } }));
  rows.push(await ask('/api/pictures', { method: 'POST', body: Buffer.alloc(1000) }));
  rows.push(await ask('/dashboard?_rsc=1abc', { headers: { rsc: '1', accept: '*/*' } }));
  rows.push(await ask('/dashboard/settings', { method: 'POST', body: forms.settings }));
  rows.push(await ask('/sign-in', { method: 'POST', body: forms.signIn, headers: { cookie: '' } }));
  rows.push(await ask('/posts/new', { method: 'POST', body: forms.post }));
  console.log(rows.map((r) => [r.status, r.ms, r.retry, r.type, r.location, r.path, (r.status === 503 ? r.body.replace(/.*<main>/s, '') : r.body).slice(0, 120)].join(' | ').replaceAll('\n',' ')).join('\n'));
  shop.proxies.database.pass();
});
test('log', () => { console.log(shop.log('web').slice(-6000)); expect(1).toBe(1) });
