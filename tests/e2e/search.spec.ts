import type { Page } from 'playwright/test';
import { type Account, addAccount, addWork, refreshPages, uniqueName } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { axe, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';

type Row = {
  title: string;
  medium?: string;
  tags?: string[];
  year?: number;
  amount?: number;
  sold?: boolean;
  colours?: string[];
};

const ROWS: Row[] = [
  {
    title: 'Grey Heron',
    medium: 'Oil on canvas',
    tags: ['birds', 'heronry'],
    year: 1901,
    amount: 10_000,
    colours: ['grey', 'white'],
  },
  { title: 'White Heron', medium: 'Ink on paper', tags: ['birds'], year: 1950, amount: 30_000, colours: ['white'] },
  {
    title: 'Heron’s Nest',
    medium: 'Ink on paper',
    tags: ['nests'],
    year: 1999,
    amount: 20_000,
    sold: true,
    colours: ['brown'],
  },
  { title: 'Otter', medium: 'Oil on board', tags: ['rivers'], year: 1980, amount: 5_000, colours: ['blue'] },
];
let artist: Account;
/** No other artist's name starts with it. */
let displayName = '';

test.beforeAll(async ({ shop }) => {
  displayName = uniqueName('Ardea');
  artist = await addAccount(shop, { displayName });
  for (const row of ROWS) await addRow(shop, row);
  await refreshPages(shop, ['posts']);
  // Cached results from before these works expire after a while.
  await expect(async () => {
    const page = await (await fetch(`${shop.url}/api/search?q=heron`)).json();
    expect(page.posts).toHaveLength(3);
  }).toPass();
});

// These tests may run again in the same shop.
test.afterAll(async ({ shop }) => {
  await shop.database.query('DELETE FROM posts WHERE artist_id = $1', [artist.id]);
  await refreshPages(shop, ['posts']);
});

async function addRow(shop: Shop, row: Row): Promise<void> {
  const { title, medium, tags = [], year, amount = 12_000, sold = false, colours = [] } = row;
  const { id } = await addWork(shop, { artist, amount });
  await shop.database.query(
    `UPDATE posts SET title = $2, medium = $3, tags = $4, year = $5,
       status = CASE WHEN $6 THEN 'SOLD' ELSE 'LISTED' END::post_status, sold_at = CASE WHEN $6 THEN now() END WHERE id = $1`,
    [id, title, medium, tags, year, sold],
  );
  await shop.database.query('UPDATE post_images SET colours = $2 WHERE post_id = $1', [id, colours]);
}

const titles = (page: Page) => page.getByRole('article').getByRole('heading').allTextContents();
const expectTitles = (page: Page, expected: string[]) =>
  expect(async () => expect(await titles(page)).toEqual(expected)).toPass();
const total = (page: Page, text: string) => page.getByRole('region', { name: 'Works found' }).getByText(text);
const words = (page: Page) => page.getByRole('searchbox', { name: 'Titles, artists, tags, materials' });

test('words, filters and order are in the URL, so that back and reload restore them', async ({ newVisitor }) => {
  const page = await newVisitor({ viewport: { width: 1280, height: 900 } });
  await page.goto('/');
  await page.getByLabel('Search works').fill('heron');
  await page.getByLabel('Search works').press('Enter');
  await page.waitForURL('**/search?q=heron');
  await expect(total(page, '3 works')).toBeVisible();
  await expect(page.locator('mark').first()).toHaveText('Heron');

  await page.getByRole('checkbox', { name: 'Available only' }).check();
  await page.waitForURL('**/search?available=1&q=heron');
  await expect(total(page, '2 works')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Available only' })).toBeFocused();
  await page.getByLabel('Sort').focus();
  await page.getByLabel('Sort').selectOption('Price, highest first');
  await page.waitForURL('**/search?available=1&q=heron&sort=price-down');
  await expectTitles(page, ['White Heron', 'Grey Heron']);
  await expect(page.getByLabel('Sort')).toBeFocused();

  await page.reload();
  await expectTitles(page, ['White Heron', 'Grey Heron']);
  await expect(page.getByRole('checkbox', { name: 'Available only' })).toBeChecked();
  await expect(page.getByLabel('Sort')).toHaveValue('price-down');

  await page.getByRole('radio', { name: 'Grey' }).check();
  await expectTitles(page, ['Grey Heron']);
  await page.getByRole('link', { name: 'Without the filter: Grey' }).click();
  await expectTitles(page, ['White Heron', 'Grey Heron']);
  await expect(page.locator('#found')).toBeFocused();

  for (const [query, count] of [
    ['?available=1&colour=grey&q=heron&sort=price-down', 1],
    ['?available=1&q=heron&sort=price-down', 2],
    ['?available=1&q=heron', 2],
    ['?q=heron', 3],
  ] as const) {
    await page.goBack();
    await expect(page).toHaveURL(`/search${query}`);
    await expect(page.getByRole('article')).toHaveCount(count);
    await expect(words(page)).toHaveValue('heron');
  }
  await expect(page.getByRole('checkbox', { name: 'Available only' })).not.toBeChecked();
  await page.goBack();
  await expect(page).toHaveURL('/');
});

test('typing on the search page updates the results at once, in one history entry', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('/search');
  await words(page).pressSequentially('hero', { delay: 60 });
  await page.waitForURL('**/search?q=hero');
  await words(page).pressSequentially('n nes', { delay: 60 });
  await expectTitles(page, ['Heron’s Nest']);
  await expect(words(page)).toHaveValue('heron nes');
  await expect(words(page)).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL('/search');
  await expect(words(page)).toHaveValue('');
});

test('the form stays in place while its results change', async ({ newVisitor }) => {
  const page = await newVisitor({ viewport: { width: 1280, height: 900 } });
  await page.goto('/search?q=heron');
  const form = await page.locator('#search').elementHandle();
  const ink = page.getByRole('checkbox', { name: 'Ink' });
  const box = await ink.elementHandle();
  await ink.check();
  await page.waitForURL('**/search?medium=ink&q=heron');
  await expectTitles(page, ['White Heron', 'Heron’s Nest']);
  expect(await form?.evaluate((element) => element.isConnected)).toBe(true);
  expect(await box?.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.title()).toContain('heron');
  // A work, and back: the results of the URL, not those that the server rendered first.
  await page.getByRole('link', { name: 'White Heron' }).click();
  await page.waitForURL('**/posts/**');
  await page.goBack();
  await page.waitForURL('**/search?medium=ink&q=heron');
  await expectTitles(page, ['White Heron', 'Heron’s Nest']);
  await expect(ink).toBeChecked();
});

test('a misspelt word is corrected, and a search without results suggests other searches', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('/search?q=hreon');
  await expect(page.getByText('No work has “hreon”; these have “heron”.')).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(3);
  await page.goto('/search?q=heron&tag=rivers');
  await expect(page.getByRole('heading', { name: 'No work is about “heron” with these filters.' })).toBeVisible();
  await page.getByRole('link', { name: 'Without “Tag: rivers”' }).click();
  await expect(page.getByRole('article')).toHaveCount(3);
  await page.goto('/search?q=heron+xylograph');
  await page.getByRole('link', { name: 'Only “heron”' }).click();
  await expect(page.getByRole('article')).toHaveCount(3);
});

test('suggestions work with the keyboard', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('/');
  const field = page.getByLabel('Search works');
  await field.focus();
  await expect(field).toHaveRole('combobox');
  await field.pressSequentially('heron');
  const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  await expect(options).toHaveText([/heronry/, /heronry.*Tag/]);
  await field.press('ArrowDown');
  await field.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(field).toHaveAttribute('aria-activedescendant', (await options.nth(1).getAttribute('id')) ?? '');
  const { violations } = await axe(page).include('header').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await field.press('Escape');
  await expect(options).toHaveCount(0);
  await expect(field).toHaveValue('heron');
  await field.press('ArrowDown');
  await expect(options).toHaveCount(2);
  await field.press('ArrowUp');
  await field.press('Enter');
  await page.waitForURL('**/search?tag=heronry');
  await expectTitles(page, ['Grey Heron']);

  await page.goto('/');
  await page.getByLabel('Search works').fill(displayName.slice(0, -1));
  await page.getByRole('option', { name: displayName }).click();
  await page.waitForURL(`**/artists/${artist.username}`);
});

test('without JavaScript: a button submits words, filters and order, and links remove filters', async ({
  newVisitor,
}) => {
  const page = await newVisitor({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  await page.goto('/');
  await page.getByLabel('Search works').fill('heron');
  await page.getByLabel('Search works').press('Enter');
  await expect(total(page, '3 works')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Ink' }).check();
  await page.getByLabel('Highest price in EUR').fill('250');
  await page.getByLabel('Sort').selectOption('Newest');
  await page.getByRole('button', { name: 'Show the works' }).click();
  await expectTitles(page, ['Heron’s Nest']);
  await expect(page.getByLabel('Highest price in EUR')).toHaveValue('250');
  await expect(page.getByRole('checkbox', { name: 'Ink' })).toBeChecked();
  await expect(words(page)).toHaveValue('heron');
  await page.getByRole('link', { name: 'Without the filter: Up to €250' }).click();
  await expectTitles(page, ['Heron’s Nest', 'White Heron']);
});

test('a work links to others with the same tag or medium', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('/search?q=otter');
  await page.getByRole('link', { name: 'Otter' }).click();
  await page.getByRole('link', { name: 'Oil on board' }).click();
  await page.waitForURL('**/search?medium=Oil+on+board');
  await expectTitles(page, ['Otter']);
  await page.goBack();
  await page.getByRole('link', { name: 'rivers' }).click();
  await page.waitForURL('**/search?tag=rivers');
  await expectTitles(page, ['Otter']);
});

test('on a phone the filters can be closed, and stay open while they are used', async ({ newVisitor }) => {
  const page = await newVisitor({ viewport: { width: 390, height: 844 } });
  await page.goto('/search?q=heron');
  await expect(page.getByRole('checkbox', { name: 'Ink' })).toBeHidden();
  await page.getByText('Filters', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'Ink' }).check();
  await page.waitForURL('**/search?medium=ink&q=heron');
  await expect(total(page, '2 works')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Ink' })).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('axe finds no violations, and nothing shifts', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!hadRecentInput) document.documentElement.dataset.shift = String(value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const path of ['/search', '/search?q=heron&medium=ink', '/search?q=heron&tag=rivers', '/search?colour=white']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    await expectAccessible(page);
    expect(await page.locator('html').getAttribute('data-shift')).toBeNull();
  }
});

test('every query gets a response, whatever it contains', async ({ request }) => {
  for (const text of ["'", '\\', 'a & b | !c', '%00', '🐎', '<->', ':*', 'x'.repeat(1_500), 'the']) {
    const params = new URLSearchParams({ q: text, tag: text, medium: text, artist: text });
    for (const path of ['/search', '/api/search', '/api/search/counts', '/api/search/suggest']) {
      expect([path, text, (await request.get(`${path}?${params}`)).status()]).toEqual([path, text, 200]);
    }
  }
  expect((await request.get('/search?after=nonsense')).status()).toBe(404);
  expect((await request.get('/api/search?after=nonsense')).status()).toBe(400);
  expect((await request.get('/search?q=heron')).headers()['cache-control']).toContain('s-maxage=1');
  expect(await (await request.get('/search?q=heron')).text()).not.toContain('noindex');
  expect(await (await request.get('/search?tag=birds')).text()).toContain('noindex');
  expect(await (await request.get('/search?q=buycheapwatches')).text()).toContain('noindex');
});
