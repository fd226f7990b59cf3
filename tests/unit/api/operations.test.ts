import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OLDER_PATHS } from '#lib/api/older-paths.ts';
import { API_OPERATIONS } from '#lib/schemas/api/operations.ts';

/** Its form is that of OAuth, and its errors too: described in lib/api/openapi.ts by themselves. */
const BY_THEMSELVES = ['/token', '/revoke'];

test('every route of the API is described, and every described operation has its route', () => {
  const routes = globSync('app/api/v1/**/route.ts').flatMap((file) => {
    const path = file.slice('app/api/v1'.length, -'/route.ts'.length).replaceAll(/\[(\w+)\]/g, '{$1}');
    const methods = [
      ...readFileSync(file, 'utf8').matchAll(/^export const ([A-Z]+) = apiRoute\(\s*operations\.(\w+),/gm),
    ];
    return methods.map(([, method, id]) => `${method} ${path} ${id}`);
  });
  expect(routes.sort()).toEqual(
    API_OPERATIONS.map(({ method, path, id }) => `${method.toUpperCase()} ${path} ${id}`).sort(),
  );
});

test('no route of the API is there without the operation that it answers', () => {
  const others = globSync('app/api/v1/**/route.ts')
    .filter((file) => !readFileSync(file, 'utf8').includes('apiRoute('))
    .map((file) => file.slice('app/api/v1'.length, -'/route.ts'.length));
  expect(others.sort()).toEqual(['/[...path]', ...BY_THEMSELVES].sort());
});

/** What is not for programs of others: pages, Stripe, the host's mail server, browsers' reports, the shop's own processes, and the description itself. */
const NOT_FOR_PROGRAMS = [
  ...['auth/[...nextauth]', 'csp-reports', 'internal/refresh', 'live', 'mail/replies', 'openapi.json', 'pictures'],
  ...['pictures/[id]/turn', 'saved', 'saved/cards', 'saved/merge', 'unsubscribe', 'viewer', 'webhooks/stripe'],
];

test('every other address below /api is described, or is for no other program', () => {
  const others = globSync('app/api/**/route.ts', { exclude: ['app/api/v1/**'] }).map((file) =>
    file.slice('app/api/'.length, -'/route.ts'.length),
  );
  const described = Object.keys(OLDER_PATHS).map((path) => path.slice('/api/'.length));
  expect(others.sort()).toEqual([...described, ...NOT_FOR_PROGRAMS].sort());
});

test('each operation has an id of its own', () => {
  const ids = API_OPERATIONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
