import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { searchKey } from '#lib/domain/search/search-key.ts';
import { appRoutes } from '../support/http/app-routes.ts';
import { hostileRequest, type KnownValues } from '../support/http/hostile-requests.ts';
import { type RawRequest, sendRaw } from '../support/http/send-raw.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { startCheckoutOverHttp } from '../support/http/start-checkout-over-http.ts';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

/** Some thousands, in a minute or two on two cores. FUZZ_RUNS, FUZZ_SEED and FUZZ_PATH replay what a failure prints. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 3_000);
const REPLAY = {
  ...(process.env.FUZZ_SEED && { seed: Number(process.env.FUZZ_SEED) }),
  ...(process.env.FUZZ_PATH && { path: process.env.FUZZ_PATH }),
};

let shop: Shop;
let known: KnownValues;
let signedIn: { id: string; user_id: string }[];

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  const [member, admin] = [await addAccount(shop), await addAccount(shop, { role: 'ADMIN' })];
  const work = await addWork(shop, { artist: member });
  const other = await addWork(shop);
  const { orderId } = await startCheckoutOverHttp(shop, other);
  const { rows } = await shop.database.query<{ key: string }>('SELECT key FROM post_images LIMIT 1');
  const sessions = await Promise.all([member, admin].map(({ username }) => signInOverHttp(shop, username)));
  const cookies = sessions.flatMap(({ cookie }) => (cookie === null ? [] : [cookie]));
  expect(cookies).toHaveLength(2);
  signedIn = (await shop.database.query<{ id: string; user_id: string }>('SELECT id, user_id FROM sessions')).rows;
  known = {
    segments: [work.slug, other.slug, member.username, work.id, member.id, orderId, `${rows[0]?.key}-320.webp`],
    cookies: [
      ...cookies,
      'currency=XXX',
      'currency=%ff',
      'buyer=x',
      'buyer=%00',
      'next-auth.session-token=x',
      '=;;=',
      '\xff',
    ],
    actions: actionIds(),
  };
});
afterAll(() => shop?.stop());

/** Signs both accounts in again with the same cookies: many requests sign out. */
const keepSignedIn = () =>
  shop.database.query(
    `INSERT INTO sessions (id, user_id, expires_at)
     SELECT id, user_id, now() + interval '1 hour' FROM jsonb_to_recordset($1) AS kept(id uuid, user_id uuid)
     ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(signedIn)],
  );

/** The ids of all server actions of the build. */
function actionIds(): string[] {
  const { node } = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as {
    node: Record<string, unknown>;
  };
  return Object.keys(node);
}

/** What was logged as an error, with its stack, since `from`. */
function errorsSince(from: { log: number; errors: number }): string[] {
  // What follows the last line end is a line that is still being written.
  const lines = shop.log('web').slice(from.log).split('\n').slice(0, -1).filter(Boolean);
  const logged = lines.filter((line) => levelOf(line) >= 50);
  return [...logged, ...shop.errors('web').slice(from.errors).split('\n')].filter(Boolean);
}

/** Of a line that the shop logged; what Next prints beside it counts as an error. */
function levelOf(line: string): number {
  return line.startsWith('{"level":') ? (JSON.parse(line) as { level: number }).level : 50;
}
/** Where the next whole lines begin: a request's line may be half written. */
const position = () => ({ log: shop.log('web').lastIndexOf('\n') + 1, errors: shop.errors('web').length });

test.for<[method: string, path: string, status: number]>([
  ...[
    '/artists/%ff',
    '/posts/%E0%A4%A',
    '/posts/%',
    '/posts/%/checkout',
    '/media/%ff',
    '/sitemap/%ff',
    '/in/EUR/%ff',
    '/%c0%80',
  ]
    .concat('/posts/a%00b', '/search?q=%00', '/api/posts?artist=%00', '/orders/%00', '/%00', '/_next/static/%ff')
    .map((path): [string, string, number] => ['GET', path, 400]),
  ['POST', '/posts/%ff/buy', 400],
  ['POST', '/posts/x/visit?%00', 400],
  ...[
    '/',
    '/posts/x',
    '/search?q=x',
    '/api/search/counts?tag=x',
    '/api/posts',
    `/in/EUR/api/posts/${searchKey('')}`,
  ].map((path): [string, string, number] => ['OPTIONS', path, 204]),
  ...[
    '/api/search?q=%CC%80',
    '/search?q=%CC%88',
    '/api/search/counts?q=%CC%80',
    '/api/search/suggest?q=%CC%80',
    '/search?q=100%',
  ]
    .concat(
      '/search?q=caf%E9',
      '/search?tag=%CC%80&medium=%CC%80&artist=%CC%80',
      '/sign-in?callbackUrl=http://[&next=%ff',
    )
    .map((path): [string, string, number] => ['GET', path, 200]),
])('%s %s is answered with %i and no error', async ([method, path, status]) => {
  const from = position();
  for (const accept of ['text/html', '*/*']) {
    const response = await sendRaw(shop.url, { method, path, headers: { accept }, body: '' });
    expect(response.status).toBe(status);
    if (status === 400) expect(response.text).toContain('not valid');
  }
  expect(errorsSince(from)).toEqual([]);
});

test('a stream begins at once, whatever Next’s client is said to have sent', async () => {
  for (const rsc of ['x', '0', '1, 1']) {
    const { status } = await sendRaw(shop.url, { method: 'GET', path: '/api/live', headers: { rsc }, body: '' });
    expect(status).toBe(200);
  }
});

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=x';

test.for<[name: string, request: Pick<RawRequest, 'method' | 'path' | 'body'> & { headers?: Record<string, string> }]>([
  ['a callback URL that is none', { method: 'GET', path: '/api/auth/session?callbackUrl=http://[', body: '' }],
  [
    'one in a cookie',
    { method: 'GET', path: '/api/auth/csrf', body: '', headers: { cookie: 'next-auth.callback-url=x' } },
  ],
  [
    'one in a form',
    { method: 'POST', path: '/api/auth/signin', body: 'callbackUrl=http://[', headers: { 'content-type': FORM } },
  ],
  ['an error code that is none', { method: 'GET', path: '/api/auth/error?error=%F0%9F%90%8E', body: '' }],
  ['another in the path', { method: 'GET', path: '/api/auth/error/%F0%9F%90%8E', body: '' }],
  [
    'JSON that is none',
    { method: 'POST', path: '/api/auth/signout', body: '{', headers: { 'content-type': 'application/json' } },
  ],
  [
    'NUL in the key of a cached list',
    { method: 'GET', path: `/in/EUR/api/posts/${searchKey('artist=%00')}`, body: '' },
  ],
  [
    'a form that ends too early',
    { method: 'POST', path: '/sign-in', body: '--x', headers: { 'content-type': MULTIPART } },
  ],
  ['a result that is a property of every object', { method: 'GET', path: '/admin?said=__proto__', body: '' }],
])('%s is no error of the shop', async ([, { headers = {}, ...request }]) => {
  const from = position();
  const { status } = await sendRaw(shop.url, { ...request, headers: { cookie: known.cookies[1] ?? '', ...headers } });
  expect(status).toBeLessThan(500);
  expect(errorsSince(from)).toEqual([]);
});

test('an action answers made-up arguments with a sentence, not with an error', async () => {
  const from = position();
  for (const id of known.actions) {
    for (const body of ['[]', '[null,null]', '["x",{},"y"]', '{', '["$F1"]']) {
      await keepSignedIn();
      const headers = { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8', cookie: known.cookies[0] ?? '' };
      const { status } = await sendRaw(shop.url, { method: 'POST', path: '/dashboard', headers, body });
      expect([id, body, status < 500]).toEqual([id, body, true]);
    }
  }
  expect(errorsSince(from)).toEqual([]);
});

test('no request to any route makes an error of the shop’s own', async () => {
  const from = position();
  await fc.assert(
    fc.asyncProperty(hostileRequest(appRoutes(), known), async (request) => {
      await keepSignedIn();
      const { status, text } = await sendRaw(shop.url, request);
      expect(status, text).toBeLessThan(500);
      expect(errorsSince(from)).toEqual([]);
    }),
    { numRuns: RUNS, ...REPLAY },
  );
  expect((await fetch(`${shop.url}/api/health`)).status).toBe(200);
}, 600_000);
