import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { nginxProgram } from '../../dev/nginx/nginx-program.ts';
import { type Nginx, startNginx } from '../../dev/nginx/start-nginx.ts';
import { openForm } from '../support/http/open-form.ts';
import { requestNginx } from '../support/http/request-nginx.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

const MEGABYTE = 1024 * 1024;
const SENTENCE = 'This form is larger than it may be. Please shorten what you typed and send it again.';
const PAGE_BYTES = 100_000;

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { workers: 0 });
});
/** Keeps connections open, as browsers do: the server closes others with the response, perhaps while it is being sent to. */
const agent = new Agent({ keepAlive: true });
afterAll(async () => {
  agent.destroy();
  await shop?.stop();
});

type Fields = [name: string, value: string][];

/** A form as a browser sends it. */
async function multipart(fields: Fields): Promise<{ type: string; body: Buffer }> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const encoded = new Response(form);
  return { type: encoded.headers.get('content-type') ?? '', body: Buffer.from(await encoded.arrayBuffer()) };
}

type Answer = { status: number; body: string };

/** Sends the body with its length, or in chunks without one. */
function post(path: string, headers: Record<string, string>, body: Buffer, isChunked = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length: Record<string, string> = isChunked ? {} : { 'content-length': String(body.length) };
    const sent = request(shop.url + path, { method: 'POST', headers: { ...headers, ...length }, agent });
    sent.on('error', reject);
    sent.on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    for (let start = 0; start < body.length; start += 65_536) sent.write(body.subarray(start, start + 65_536));
    sent.end();
  });
}

const origin = () => ({ origin: shop.url, accept: 'text/html' });

test.for<[string, Fields]>([
  ['12 MB in one field', [['name', 'x'.repeat(12 * MEGABYTE)]]],
  ['100,000 empty fields', Array.from({ length: 100_000 }, (_, index) => [`f${index}`, ''])],
])('sign-in refuses %s with one sentence, by its length and in chunks', async ([, fields]) => {
  const { type, body } = await multipart(fields);
  for (const isChunked of [false, true])
    expect(await post('/sign-in', { ...origin(), 'content-type': type }, body, isChunked)).toEqual({
      ...{ status: 413, body: SENTENCE },
    });
});

test('no page, route or action takes a large body, whatever its type', async () => {
  const body = Buffer.alloc(2 * MEGABYTE, 'a=b&');
  for (const path of [
    '/',
    '/sign-up',
    '/posts/x/buy',
    '/currency/choose',
    '/api/auth/signin/github',
    '/api/posts',
    '/none',
  ])
    for (const type of ['application/x-www-form-urlencoded', 'text/plain;charset=UTF-8', 'application/json'])
      expect(
        await post(path, { ...origin(), 'content-type': type, 'next-action': '0'.repeat(42) }, body),
        path,
      ).toEqual({
        ...{ status: 413, body: SENTENCE },
      });
});

test('what nobody can have typed, and what the form does not have, is not sent back', async () => {
  const send = await openForm(shop, { path: '/sign-in', containing: 'name="password"', cookie: '' });
  const response = await send({ name: 'long'.repeat(10_000), made: `made-up-${'y'.repeat(10_000)}`, password: 'x' });
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(page).toContain('That is too long for a username or email.');
  expect(page).not.toContain('made-up-');
  expect(page.length).toBeLessThan(PAGE_BYTES);
  // What a person may have typed is.
  const typed = 'n'.repeat(300);
  expect(await (await send({ name: typed, password: 'x' })).text()).toContain(`value="${typed}"`);
});

test('more fields than a form has are refused with the form', async () => {
  const send = await openForm(shop, { path: '/sign-in', containing: 'name="password"', cookie: '' });
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, '']));
  expect(await (await send({ ...many, name: 'x', password: 'x' })).text()).toContain(SENTENCE);
});

describe('the form of a work', () => {
  const path = '/dashboard/works/save';
  let cookie: string;
  let headers: Record<string, string>;
  beforeAll(async () => {
    cookie = (await signInOverHttp(shop, (await addAccount(shop)).username)).cookie ?? '';
    headers = { ...origin(), cookie };
  });

  const large = Buffer.alloc(20 * MEGABYTE, 'x');
  const fileHead = '--b\r\ncontent-disposition: form-data; name="files"; filename="a.png"\r\n\r\n';
  const withFile = Buffer.concat([Buffer.from(fileHead), large, Buffer.from('\r\n--b--\r\n')]);
  const type = 'multipart/form-data; boundary=b';

  test('knows who sends it before it reads anything', async () => {
    expect(await post(path, { ...origin(), 'content-type': type }, withFile)).toMatchObject({
      ...{ status: 401, body: expect.stringContaining('Please sign in first') },
    });
    const foreign = {
      ...headers,
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
      'content-type': type,
    };
    expect((await post(path, foreign, withFile)).status).toBe(403);
  });

  test('reads a large file as it arrives, and says what is wrong with it', async () => {
    const { status, body } = await post(
      path,
      { ...headers, 'content-type': type, accept: 'application/json' },
      withFile,
    );
    expect(status).toBe(422);
    expect(JSON.parse(body).state.fieldErrors.pictures).toMatch(/^a\.png: /);
  });

  test.for<[string, Fields]>([
    ['300 KB of text', [['content', 'x'.repeat(300_000)]]],
    ['300 KB in several fields', Array.from({ length: 10 }, (_, index) => [`f${index}`, 'x'.repeat(30_000)])],
    ['20,000 pictures', Array.from({ length: 20_000 }, () => ['picture', randomUUID()])],
    ['a hundred fields', Array.from({ length: 100 }, (_, index) => [`f${index}`, ''])],
  ])('refuses %s', async ([, fields]) => {
    const form = await multipart(fields);
    expect(await post(path, { ...headers, 'content-type': form.type }, form.body)).toEqual({
      status: 413,
      body: SENTENCE,
    });
  });

  test('refuses what is no form', async () => {
    for (const broken of ['title=x', 'multipart/form-data', 'multipart/form-data; boundary=b', 'text/plain'])
      expect((await post(path, { ...headers, 'content-type': broken }, Buffer.from('title=x'))).status).toBe(400);
    expect((await fetch(shop.url + path, { redirect: 'manual' })).status).toBe(303);
  });

  test.for(['x', '00000000-0000-4000-8000-000000000000', "' OR 1=1", '\0'])(
    'has no work %j, and keeps what was typed',
    async (postId) => {
      const form = await multipart([
        ['postId', postId],
        ['title', 'Typed\0title'],
        ['price', '1'],
        ['intent', 'save'],
      ]);
      const { status, body } = await post(
        path,
        { ...headers, 'content-type': form.type, accept: 'application/json' },
        form.body,
      );
      expect([status, JSON.parse(body).state]).toMatchObject([
        ...[
          422,
          { message: 'There is nothing here, or it is not yours.', values: { title: 'Typedtitle' }, postId: null },
        ],
      ]);
      expect((await post(path, { ...headers, 'content-type': form.type }, form.body)).status).toBe(303);
    },
  );

  test('does not change the work of somebody else', async () => {
    const work = await addWork(shop);
    const form = await multipart([
      ['postId', work.id],
      ['title', 'Mine'],
      ['price', '1'],
      ['version', '0'],
      ['intent', 'save'],
    ]);
    await post(path, { ...headers, 'content-type': form.type }, form.body);
    const { rows } = await shop.database.query('SELECT title FROM posts WHERE id = $1', [work.id]);
    expect(rows).toEqual([{ title: work.title }]);
  });
});

const program = nginxProgram();

describe.skipIf(!program)(program ? 'behind nginx' : 'nginx is missing: install nginx-light', () => {
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await startNginx({
      program: program ?? '',
      dataDir: shop.dataDir,
      webPorts: [Number(new URL(shop.url).port)],
    });
  });
  afterAll(() => nginx?.stop());

  test('large bodies are refused with the same sentence', async () => {
    const body = Buffer.alloc(6 * MEGABYTE, 'x');
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    for (const path of ['/sign-in', '/posts/new', '/api/webhooks/stripe', '/api/auth/csrf']) {
      const response = await requestNginx(nginx.url + path, { method: 'POST', headers, body });
      expect([response.status, response.text.trim()], path).toEqual([413, SENTENCE]);
    }
  });

  test('pictures reach the shop', async () => {
    const body = Buffer.alloc(20 * MEGABYTE, 'x');
    const headers = { origin: shop.url };
    const response = await requestNginx(`${nginx.url}/api/pictures`, { method: 'POST', headers, body });
    expect(response.status).toBe(401);
  });
});
