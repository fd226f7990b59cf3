import { weighPage } from '../support/browser/page-weight.ts';
import { addManyWorks } from '../support/shop/add-many-works.ts';
import { addCollection, addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';
import { BUDGETS, type Budget } from './page-budgets.ts';

const NAMES: Readonly<Record<keyof Budget, string>> = {
  html: 'KB of HTML',
  css: 'KB of CSS',
  js: 'KB of JavaScript',
  fonts: 'KB of fonts',
  requests: 'requests',
};

test('no public page exceeds its budget', async ({ newVisitor, shop }) => {
  // The works of earlier tests have titles of any length.
  await shop.database.query('UPDATE posts SET hidden_at = now() WHERE hidden_at IS NULL');
  const works = await addManyWorks(shop, 60);
  const work = await addWork(shop);
  const text = '## Part\n\nWhat is agreed.\n\n'.repeat(20);
  await shop.database.query("INSERT INTO legal_page_versions (page, number, text) VALUES ('help', 1, $1)", [text]);
  const collection = await addCollection(shop, [work]);
  const paths: Readonly<Record<string, string>> = {
    home: '/',
    work: `/posts/${work.slug}`,
    artists: '/artists',
    artist: `/artists/${works.artist.username}`,
    collection: `/collections/${collection}`,
    search: '/search',
    legal: '/help',
    'sign-in': '/sign-in',
  };
  expect(Object.keys(paths)).toEqual(Object.keys(BUDGETS));
  const exceeded: string[] = [];
  for (const [name, budget] of Object.entries(BUDGETS)) {
    const page = await newVisitor();
    const weight = await weighPage(page, paths[name] ?? '');
    const measured = (part: keyof Budget) => (part === 'requests' ? weight[part] : weight[part] / 1024);
    const parts = Object.keys(NAMES) as (keyof Budget)[];
    const all = parts.map((part) => `${measured(part).toFixed(part === 'requests' ? 0 : 1)} ${NAMES[part]}`);
    test.info().annotations.push({ type: 'weight', description: `${name}: ${all.join(', ')}` });
    for (const part of parts) {
      if (measured(part) <= budget[part]) continue;
      exceeded.push(`The ${name} page has ${measured(part).toFixed(1)} ${NAMES[part]}; its budget is ${budget[part]}.`);
    }
    // Every kind was measured.
    expect(Math.min(weight.html, weight.css, weight.js, weight.fonts)).toBeGreaterThan(0);
    expect(weight.urls.filter((url) => !url.startsWith(shop.url))).toEqual([]);
  }
  await works.remove();
  expect(exceeded).toEqual([]);
});
