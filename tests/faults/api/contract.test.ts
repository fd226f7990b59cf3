import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { SCOPE_NAMES } from '#lib/domain/api/scopes.ts';
import { addToken } from '../../support/api/api-client.ts';
import { undescribed } from '../../support/api/described-responses.ts';
import { type GeneratedRequest, generatedRequest, type KnownValues } from '../../support/api/generated-requests.ts';
import { addAccount, addWork } from '../../support/shop/shop-data.ts';
import { type Shop, startShop } from '../../support/shop/start-shop.ts';

/** Twelve at a time. The seed is fixed, so that a failure is caused by a change; FUZZ_SEED tries other requests. */
const AT_ONCE = 12;
const ROUNDS = 430;
const REPLAY = {
  seed: Number(process.env.FUZZ_SEED ?? 1),
  ...(process.env.FUZZ_PATH && { path: process.env.FUZZ_PATH }),
};

let shop: Shop;
let known: KnownValues;
const reached = new Set<number>();

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  const works = await Promise.all(Array.from({ length: 6 }, () => addWork(shop)));
  const drafts = await Promise.all(works.map(({ artist }) => addWork(shop, { artist, status: 'DRAFT' })));
  const tokens = await Promise.all(works.flatMap(({ artist }) => [addToken(shop, artist), addToken(shop, artist)]));
  const small = await addToken(shop, await addAccount(shop), ['profile:read']);
  const admin = await addToken(shop, await addAccount(shop, { role: 'ADMIN' }), SCOPE_NAMES);
  const authorizations = [
    `Bearer ${admin}`,
    ...tokens.map((token) => `Bearer ${token}`),
    ...[`Bearer ${small}`, null, 'Bearer', 'Bearer x', 'Basic eDp4', `bearer ${small}x`, 'Bearer mys_', 'Bearer a.b.c'],
  ];
  known = {
    ids: [...works, ...drafts].flatMap(({ id, slug }) => [id, slug]),
    authorizations,
    etags: ['"0-AAAAAAAAAAAAAAAA"'],
  };
});
afterAll(() => shop?.stop());

async function problemOf({ method, url, headers, body }: GeneratedRequest): Promise<string | null> {
  const response = await fetch(shop.url + url, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  reached.add(response.status);
  if (response.status >= 500) return `${method} ${url}: ${response.status} ${text.slice(0, 300)}`;
  return undescribed(method, url, { status: response.status, headers: response.headers, text });
}

test('the examples of the description work at a running shop, and leave nothing there', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['cli/api.ts', 'check', shop.url, '--token', await addToken(shop, await addAccount(shop)), '--write'],
  ]);
  const lines = new Map(stdout.split('\n').map((line) => [line.split(' ', 1)[0], line.replace(/^\S+\s+/, '')]));
  for (const [operation, said] of [
    ...[['listPosts', '200'] as const, ['getPost', '200'] as const, ['searchPosts', '200'] as const],
    ...[['createPost', '201'] as const, ['changePost', '200'] as const, ['deletePost', '204'] as const],
    ...[['getHealth', '200'] as const, ['publishPost', 'not run: what it does cannot be undone'] as const],
    ['listAccounts', '403, refused as described'] as const,
  ])
    expect([operation, lines.get(operation)]).toEqual([operation, said]);
  expect(stdout).toMatch(/ 0 wrong, /);
});

test('five thousand requests made from the description get the responses that it describes, and no 500', async () => {
  const requests = fc.array(generatedRequest(known), { minLength: AT_ONCE, maxLength: AT_ONCE });
  await fc.assert(
    fc.asyncProperty(requests, async (batch) => {
      const problems = await Promise.all(batch.map(problemOf));
      expect(problems.filter((problem) => problem !== null).join('\n')).toBe('');
    }),
    { numRuns: ROUNDS, ...REPLAY, endOnFailure: true, includeErrorInReport: true },
  );
  // Otherwise the responses would prove nothing about what was never reached.
  expect([...reached].sort()).toEqual(expect.arrayContaining([200, 201, 400, 401, 403, 404, 412, 415, 422]));
}, 400_000);
