import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type ApiClient, addToken, apiClient } from '../../support/api/api-client.ts';
import { signInOverHttp } from '../../support/http/sign-in-over-http.ts';
import { startCheckoutOverHttp } from '../../support/http/start-checkout-over-http.ts';
import { type Account, addAccount, addWork, uniqueName } from '../../support/shop/shop-data.ts';
import { type Shop, startShop } from '../../support/shop/start-shop.ts';

let shop: Shop;
let artist: Account;
let api: ApiClient;
let picture: Buffer;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  artist = await addAccount(shop);
  api = apiClient(shop, await addToken(shop, artist));
  picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#447' } })
    .png()
    .toBuffer();
});
afterAll(() => shop?.stop());

const price = { amount: 12_000, currency: 'EUR' };
const createWork = async () => (await api('POST', '/posts', { title: uniqueName('Heron'), price })).body;

test('a work is posted with a picture, changed, published, read by everybody, and made a draft again', async () => {
  const uploaded = await api('POST', '/pictures', picture);
  expect(uploaded).toMatchObject({ status: 201, body: { width: 320, height: 240 } });
  const title = uniqueName('Grey Heron');
  const created = await api('POST', '/posts', {
    ...{ title, price, tags: ['Herons'], year: 2024 },
    pictures: [{ id: uploaded.body.id, alt: 'A heron' }],
  });
  expect(created).toMatchObject({
    status: 201,
    body: { title, price, tags: ['herons'], year: 2024, status: 'draft', pictures: [{ alt: 'A heron' }] },
  });
  expect(created.headers.get('location')).toBe(`/api/v1/posts/${created.body.id}`);
  const { id, slug } = created.body;
  const anybody = apiClient(shop, null);
  expect((await anybody('GET', `/posts/${slug}`)).status).toBe(404);
  expect((await api('GET', `/posts/${slug}`)).body).toEqual(created.body);

  const changed = await api('PATCH', `/posts/${id}`, { price: { amount: 9_900, currency: 'USD' }, medium: 'Ink' });
  expect(changed.body).toMatchObject({ title, price: { amount: 9_900, currency: 'USD' }, medium: 'Ink' });
  expect(changed.body.pictures).toHaveLength(1);

  expect((await api('POST', `/posts/${id}/publish`)).body).toMatchObject({ status: 'published' });
  expect((await anybody('GET', `/posts/${slug}`)).body).toMatchObject({ id, status: 'published' });
  const list = await anybody('GET', `/posts?artist=${artist.username}&currency=USD`);
  expect(list.body.posts).toMatchObject([{ id, shown: { amount: 9_900, currency: 'USD' } }]);
  expect((await api('GET', '/viewer/posts')).body.posts).toMatchObject([{ id, hiddenReason: null }]);
  const found = await anybody('GET', `/search?q=${encodeURIComponent(title)}&artist=${artist.username}&currency=USD`);
  expect(found.body).toMatchObject({
    posts: [{ id, shown: { amount: 9_900, currency: 'USD' } }],
    ...{ next: null, corrected: null },
  });
  expect(found.body.posts[0].marked.title.map(({ text }: { text: string }) => text).join('')).toBe(title);

  expect((await api('POST', `/posts/${id}/unpublish`)).body).toMatchObject({ status: 'draft' });
  expect((await anybody('GET', `/posts/${id}`)).status).toBe(404);
  expect((await api('DELETE', `/posts/${id}`)).status).toBe(204);
  expect((await api('GET', `/posts/${id}`)).status).toBe(404);
});

test('every wrong field is named, unknown ones too, by the rules of the form', async () => {
  const refused = await api('POST', '/posts', {
    ...{ title: '', price: { amount: 1, currency: 'EUR' }, year: 9_999, colour: 'red' },
  });
  expect(refused.body).toMatchObject({ status: 422, code: 'invalid-request', errors: [{ field: 'colour' }] });
  const second = await api('POST', '/posts', { title: '', price: { amount: 1, currency: 'EUR' }, year: 9_999 });
  expect(second.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['price', 'title', 'year']);
  expect((await api('POST', '/posts', undefined, { 'content-type': 'application/json' })).body.code).toBe(
    'malformed-request',
  );
  expect((await api('POST', '/posts', undefined, { 'content-type': 'text/plain' })).body.code).toBe('content-type');
});

test('of fifty changes with the same ETag one is made, and the others get what is stored', async () => {
  const { id } = await createWork();
  const versionOf = async () =>
    (await shop.database.query('SELECT version FROM posts WHERE id = $1', [id])).rows[0].version;
  for (let round = 1; round <= 3; round++) {
    const etag = (await api('GET', `/posts/${id}`)).headers.get('etag') ?? '';
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        api('PATCH', `/posts/${id}`, { description: `${round} ${index}` }, { 'if-match': etag }),
      ),
    );
    expect(await versionOf()).toBe(round);
    const { body: stored, headers } = await api('GET', `/posts/${id}`);
    // A busy machine may refuse some for now.
    for (const { status, body, ...answer } of answers.filter((each) => each.status !== 503)) {
      if (status === 200) expect([body, answer.headers.get('etag')]).toEqual([stored, headers.get('etag')]);
      else expect([status, body.code, body.current]).toEqual([412, 'changed-since', stored]);
    }
    expect(answers.filter(({ status }) => status === 412).length).toBeGreaterThan(0);
  }
});

test('changes of different fields at once are all made without If-Match', async () => {
  const { id } = await createWork();
  const fields = { description: 'A bird', medium: 'Ink', year: 2020 };
  await Promise.all(Object.entries(fields).map(([field, value]) => api('PATCH', `/posts/${id}`, { [field]: value })));
  expect((await api('GET', `/posts/${id}`)).body).toMatchObject(fields);
});

test('twenty equal requests with one Idempotency-Key make one work, and get the same response', async () => {
  const title = uniqueName('Once');
  const headers = { 'idempotency-key': randomUUID() };
  const answers = await Promise.all(Array.from({ length: 20 }, () => api('POST', '/posts', { title, price }, headers)));
  expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  const { rows } = await shop.database.query('SELECT id FROM posts WHERE title = $1', [title]);
  expect(rows).toHaveLength(1);
  const other = await api('POST', '/posts', { title: 'Another', price }, headers);
  expect(other).toMatchObject({ status: 422, body: { code: 'key-reused' } });
  // Of another account it is another key.
  const stranger = apiClient(shop, await addToken(shop, await addAccount(shop)));
  expect((await stranger('POST', '/posts', { title, price }, headers)).status).toBe(201);
});

test('a picture that is sent again with its Idempotency-Key is stored once', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const answers = await Promise.all(Array.from({ length: 3 }, () => api('POST', '/pictures', picture, headers)));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  const other = Buffer.concat([picture, Buffer.from([0])]);
  expect((await api('POST', '/pictures', other, headers)).body.code).toBe('key-reused');
});

test('a request whose process died is made once more with its Idempotency-Key', async () => {
  const title = uniqueName('Died');
  const headers = { 'idempotency-key': randomUUID() };
  const { body } = await api('POST', '/posts', { title, price }, headers);
  await shop.database.query(
    `UPDATE idempotency_keys SET status = NULL, headers = NULL, body = NULL, leased_until = now() - interval '1 second'
     WHERE key = $1`,
    [headers['idempotency-key']],
  );
  const again = await api('POST', '/posts', { title, price }, headers);
  expect([again.status, again.body.id]).toEqual([201, body.id]);
});

test('what is another account’s reads as not found, and a token may do what its scopes say', async () => {
  const { id } = await createWork();
  const stranger = apiClient(shop, await addToken(shop, await addAccount(shop)));
  for (const [method, path, body] of [
    ['GET', `/posts/${id}`],
    ['PATCH', `/posts/${id}`, { title: 'Mine' }],
    ['POST', `/posts/${id}/publish`],
    ['POST', `/posts/${id}/unpublish`],
    ['DELETE', `/posts/${id}`],
  ] as const)
    expect([method, (await stranger(method, path, body)).status]).toEqual([method, 404]);

  const reader = apiClient(shop, await addToken(shop, artist, ['posts:read']));
  expect((await reader('GET', '/viewer/posts')).status).toBe(200);
  const refused = await reader('PATCH', `/posts/${id}`, { title: 'Mine' });
  expect(refused).toMatchObject({
    status: 403,
    body: { code: 'scope-missing', detail: expect.stringContaining('posts:write') },
  });
  expect(refused.headers.get('www-authenticate')).toContain('scope="posts:write"');
  expect((await reader('GET', '/viewer')).status).toBe(403);
});

test('without a token nothing is written, and a cookie is none', async () => {
  const { cookie } = await signInOverHttp(shop, artist.username);
  const browser = apiClient(shop, null);
  const headers = { cookie: cookie ?? '', origin: shop.url };
  for (const [method, path] of [
    ['GET', '/viewer'],
    ['GET', '/viewer/posts'],
    ['POST', '/posts'],
  ] as const) {
    const { status, body } = await browser(method, path, undefined, headers);
    expect([path, status, body.code]).toEqual([path, 401, 'token-missing']);
  }
  const token = await addToken(shop, artist);
  const page = await fetch(`${shop.url}/dashboard`, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'manual',
  });
  expect([page.status, page.headers.get('location')]).toEqual([307, expect.stringContaining('/sign-in')]);
});

test('pages of other sites may send requests with a token, and lists lead to their next page', async () => {
  const preflight = await fetch(`${shop.url}/api/v1/posts`, {
    method: 'OPTIONS',
    headers: { origin: 'https://tool.example', 'access-control-request-method': 'POST' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  expect(preflight.headers.has('access-control-allow-credentials')).toBe(false);
  for (let count = 0; count < 25; count++) await addWork(shop, { artist });
  const first = await apiClient(shop, null)('GET', `/posts?artist=${artist.username}`);
  expect(first.headers.get('access-control-allow-origin')).toBe('*');
  const [, next = ''] = /^<\/api\/v1(.+?)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
  const second = await apiClient(shop, null)('GET', next);
  expect(first.body.posts).toHaveLength(24);
  expect(second.body.posts.length).toBeGreaterThan(0);
  expect(second.headers.get('link')).toBeNull();
  const own = await api('GET', '/viewer/posts');
  expect(own.headers.get('link')).toContain('rel="next"');
});

test('an account that sends too much waits, and hears how long', async () => {
  const busy = apiClient(shop, await addToken(shop, await addAccount(shop)));
  const answers: Awaited<ReturnType<ApiClient>>[] = [];
  // Some at a time: a request that has waited for Redis for a second would not be counted.
  for (let batch = 0; batch < 11; batch++)
    answers.push(...(await Promise.all(Array.from({ length: 55 }, () => busy('GET', '/viewer')))));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(5);
  expect(refused[0]?.body.code).toBe('rate-limited');
  expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"account";r=\d+;t=\d+$/);
});

test('there is nothing below /api/v1 but what is described, also with a large body', async () => {
  for (const [method, path] of [
    ['GET', '/none'],
    ['POST', '/posts/x/y/z'],
  ] as const) {
    const response = await fetch(`${shop.url}/api/v1${path}`, { method });
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect(await response.json()).toMatchObject({ code: 'no-such-operation' });
  }
  const large = await api('POST', '/posts', { title: 'x'.repeat(300_000), price });
  expect(large).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
});

test('what is the whole shop’s is for admins, whose token says so', async () => {
  const admin = await addAccount(shop, { role: 'ADMIN' });
  const work = await addWork(shop);
  await startCheckoutOverHttp(shop, work);
  const asAdmin = apiClient(shop, await addToken(shop, admin, ['admin:read']));
  expect((await asAdmin('GET', `/admin/accounts?search=${work.artist.username}`)).body.accounts).toMatchObject([
    { username: work.artist.username, role: 'member', works: 1 },
  ]);
  expect((await asAdmin('GET', '/admin/orders')).body.orders).toMatchObject([
    { status: 'held', work: { id: work.id } },
  ]);
  expect((await asAdmin('GET', '/admin/ledger')).body).toEqual({ balances: [] });
  expect((await asAdmin('GET', '/admin/events?outcome=applied')).body).toEqual({ events: [] });
  const withoutScope = apiClient(shop, await addToken(shop, admin, ['orders:read']));
  for (const path of ['/admin/accounts', '/admin/orders', '/admin/ledger', '/admin/events'])
    expect([path, (await withoutScope('GET', path)).status, (await api('GET', path)).status]).toEqual([path, 403, 403]);
});

test('a key that is used again after a day for another work creates that work', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const first = await api('POST', '/posts', { title: uniqueName('First'), price }, headers);
  await shop.database.query('DELETE FROM idempotency_keys WHERE user_id = $1', [artist.id]);
  const second = await api('POST', '/posts', { title: uniqueName('Second'), price }, headers);
  expect(second).toMatchObject({ status: 201 });
  expect(second.body.id).not.toBe(first.body.id);
});

test('an id leads to its own work, in any case of letters, also when another work has got its slug', async () => {
  const { id, slug } = await createWork();
  const title = slug.replaceAll('-', ' ');
  await shop.database.query("UPDATE posts SET status = 'LISTED', listed_at = now() WHERE id = $1", [id]);
  const anybody = apiClient(shop, null);
  expect((await anybody('GET', `/posts/${id.toUpperCase()}`)).body).toMatchObject({ id });
  await api('POST', `/posts/${id}/unpublish`);
  expect((await api('DELETE', `/posts/${id}`)).status).toBe(204);
  const other = await api('POST', '/posts', { title, price });
  await shop.database.query("UPDATE posts SET status = 'LISTED', listed_at = now() WHERE id = $1", [other.body.id]);
  await api('PATCH', `/posts/${other.body.id}`, { year: 2020 });
  expect(other.body.slug).toBe(slug);
  expect((await anybody('GET', `/posts/${slug}`)).body).toMatchObject({ id: other.body.id });
  expect((await anybody('GET', `/posts/${id}`)).status).toBe(404);
});

test('a search leads to its next page, and says which part of it is wrong', async () => {
  const seller = await addAccount(shop);
  for (let number = 0; number < 25; number++) await addWork(shop, { artist: seller });
  const anybody = apiClient(shop, null);
  const first = await anybody('GET', `/search?artist=${seller.username}&currency=EUR`);
  expect(first.body.posts).toHaveLength(24);
  const link = /^<\/api\/v1(\/search\?[^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '');
  const second = await anybody('GET', link?.[1] ?? '');
  expect(second.headers.get('link')).toBeNull();
  const ids = [...first.body.posts, ...second.body.posts].map((found: { id: string }) => found.id);
  expect(new Set(ids).size).toBe(25);
  for (const [query, field] of [
    ['colour=mauve', 'colour'],
    ['from=soon', 'from'],
    ['after=x', 'after'],
    ['medium=oil&medium=canvas', 'medium'],
    ['heron=1', 'heron'],
  ])
    expect((await anybody('GET', `/search?${query}`)).body).toMatchObject({
      ...{ code: 'invalid-request', errors: [{ field }] },
    });
});
