import type { Page } from 'playwright/test';
import { addAccount, addWork, uniqueName } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

// Next’s scripts after the first paint (server/next-internals/defer-scripts.ts): the first two tests fail when a release of
// Next writes its script tags in another way.

const LIVE = '**/api/live*';

/** Opens a page for the second time, so that the browser has its files. Already the first time its scripts are deferred. */
async function openCached(page: Page, path: string, options?: Parameters<Page['goto']>[1]): Promise<void> {
  for (let visit = 0; visit < 2; visit++) {
    const response = await page.goto(path, options);
    expect(await response?.text()).not.toContain('async=""></script>');
  }
}

/** When the page's scripts were requested, the first paint and the load event, in milliseconds. */
const scriptTimes = (page: Page) =>
  page.evaluate(() => {
    const [loading] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
    return {
      painted: performance.getEntriesByName('first-paint')[0]?.startTime ?? Number.NaN,
      loaded: loading?.loadEventEnd ?? Number.NaN,
      names: scripts.map(({ name }) => name),
      first: Math.min(...scripts.map(({ startTime }) => startTime)),
    };
  });

/** Hides the paint entries, as in a browser that does not report them. */
const hidePaintEntries = (page: Page) =>
  page.addInitScript(() => {
    PerformanceObserver.prototype.observe = () => {};
  });

test('a cached page requests its scripts after its first paint', async ({ newVisitor, shop }) => {
  const { slug } = await addWork(shop);
  const page = await newVisitor();
  await openCached(page, `/posts/${slug}`);
  const { painted, names, first } = await scriptTimes(page);
  expect(names.length).toBeGreaterThan(3);
  expect(new Set(names).size).toBe(names.length);
  expect(first).toBeGreaterThanOrEqual(painted);
});

test('without paint entries, scripts are requested after the load event', async ({ newVisitor, shop }) => {
  const { slug } = await addWork(shop);
  const page = await newVisitor();
  await hidePaintEntries(page);
  await openCached(page, `/posts/${slug}`);
  const { loaded, first } = await scriptTimes(page);
  expect(first).toBeGreaterThan(loaded);
});

/** @returns a function that lets the scripts load */
async function holdScripts(page: Page): Promise<() => void> {
  const released = Promise.withResolvers<void>();
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released.promise;
    await route.continue();
  });
  return released.resolve;
}

test('text typed before hydration gets suggestions', async ({ newVisitor, shop }) => {
  const displayName = uniqueName('Quick');
  await addWork(shop, { artist: await addAccount(shop, { displayName }) });
  const page = await newVisitor();
  const release = await holdScripts(page);
  await page.goto('/', { waitUntil: 'domcontentloaded' });
  await page.getByLabel('Search works').pressSequentially(displayName);
  release();
  await expect(page.getByRole('option', { name: displayName })).toBeVisible();
});

test('a filter chosen before hydration is applied', async ({ newVisitor, shop }) => {
  await addWork(shop);
  const page = await newVisitor();
  const release = await holdScripts(page);
  await page.goto('/search', { waitUntil: 'domcontentloaded' });
  await page.getByRole('checkbox', { name: 'Available only' }).check();
  release();
  await page.waitForURL('**/search?available=1');
});

test('a theme chosen before hydration is applied', async ({ newVisitor }) => {
  const page = await newVisitor();
  const release = await holdScripts(page);
  await page.goto('/', { waitUntil: 'domcontentloaded' });
  await page.getByLabel('Theme').selectOption('dark');
  release();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByLabel('Theme')).toHaveValue('dark');
});

test('an interaction loads the scripts at once', async ({ newVisitor, shop }) => {
  const { slug } = await addWork(shop);
  const page = await newVisitor();
  await hidePaintEntries(page);
  const picture = Promise.withResolvers<void>();
  await page.route('**/media/**', async (route) => {
    await picture.promise;
    await route.continue();
  });
  await openCached(page, `/posts/${slug}`, { waitUntil: 'domcontentloaded' });
  const scriptsRun = page.waitForRequest(LIVE);
  await page.keyboard.press('Shift');
  await scriptsRun;
  expect(await page.evaluate(() => document.readyState)).toBe('interactive');
  picture.resolve();
});
