import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PUBLIC_PAGES, type PublicPage } from '#server/page-cache/public-pages.ts';
import { BUDGETS } from '../../e2e/page-budgets.ts';

const PAGES: readonly PublicPage[] = PUBLIC_PAGES;
const isHtml = ({ path }: PublicPage) => !path.startsWith('/api/');

test('every cached route belongs to one public page', () => {
  const routes = globSync('app/in/*/**/{page.tsx,route.ts}').map((file) => file.replace('app/in/[currency]/', ''));
  expect(PAGES.flatMap((page) => page.routes).toSorted()).toEqual(routes.toSorted());
});

test('every public page has a weight budget', () => {
  expect(Object.keys(BUDGETS)).toEqual(expect.arrayContaining(PAGES.filter(isHtml).map(({ name }) => name)));
});

/** The pattern of nginx's location for these pages, which begins behind the first slash. */
const nginxPattern = ({ path, only, except = [] }: PublicPage) =>
  `${path
    .slice(1)
    .replace(/\[\w+\]/, only ? `(?:${only.join('|')})` : `${except.map((value) => `(?!${value}$)`).join('')}[^/]+`)}$`;

test('deploy/nginx.conf caches exactly the public pages that are not of the API', () => {
  const location = `  location ~ ^/(?:${PAGES.filter(({ isOfApi }) => !isOfApi)
    .map(nginxPattern)
    .join('|')}) {`;
  expect(readFileSync('deploy/nginx.conf', 'utf8').split('\n')).toContain(location);
});
