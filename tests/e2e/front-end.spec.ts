import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import { recordStands } from '../support/browser/scroll-position.ts';
import { addManyWorks } from '../support/database/many-works.ts';
import { addPerson, addPictureFile, addWork, refreshPages, uniqueName } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

test('nothing shifts on a work’s page while its pictures come', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  for (const [position, size] of [
    [1, [320, 200]],
    [2, [200, 320]],
  ] as const) {
    const { key, width, height } = await addPictureFile(shop, 2_000 + position, [...size]);
    await shop.database.query(
      `INSERT INTO post_images (id, owner_id, post_id, position, alt, key, width, height, widths, placeholder)
       VALUES ($1, $2, $3, $4, 'Another view', $5, $6, $7, $8, 'data:,')`,
      [randomUUID(), work.artist.id, work.id, position, key, width, height, [width]],
    );
  }
  await refreshPages(shop, [`post:${work.slug}`]);
  const page = await newVisitor({ viewport: { width: 412, height: 823 } });
  await recordStands(page);
  // So late that the page has been painted without them.
  await page.route('**/media/**', async (route) => {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await route.continue();
  });
  await page.goto(`/posts/${work.slug}`);
  for (const picture of await page.getByRole('main').getByRole('img').all()) {
    await expect(async () =>
      expect(await picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBeGreaterThan(
        0,
      ),
    ).toPass();
  }
  // A font that comes late may move a word of the header by a pixel; a picture without its room moves the text by far more.
  expect(await page.evaluate(() => window.shifts)).toBeLessThan(0.001);
});

test('letters of Central Europe come in the shop’s own type, and only where they are', async ({ newVisitor, shop }) => {
  const plain = await addWork(shop);
  const polish = await addWork(shop);
  await shop.database.query("UPDATE posts SET title = 'Łódź, żółty dworzec' WHERE id = $1", [polish.id]);
  await refreshPages(shop, [`post:${polish.slug}`]);
  const page = await newVisitor();
  const fonts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'font') fonts.push(request.url());
  });
  await page.goto(`/posts/${plain.slug}`, { waitUntil: 'networkidle' });
  expect(fonts.filter((url) => url.includes('latin_ext'))).toEqual([]);
  await page.goto(`/posts/${polish.slug}`, { waitUntil: 'networkidle' });
  expect(fonts.filter((url) => url.includes('newsreader_latin_ext'))).toHaveLength(1);
});

test('each public page names its own address, and where its list goes on', async ({ newVisitor, shop }) => {
  const works = await addManyWorks(shop, 30);
  const page = await newVisitor({ javaScriptEnabled: false });
  const path = `/artists/${works.artist.username}`;
  await page.goto(path);
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', shop.url + path);
  const next = await page.locator('link[rel=next]').getAttribute('href');
  await page.goto(String(next));
  await expect(page.getByRole('article')).toHaveCount(6);
  await page.getByRole('link', { name: 'Back to the newest' }).click();
  await expect(page.getByRole('article')).toHaveCount(24);
  await works.remove();
});

/** Asked for once Next's scripts work. */
const LIVE = '**/api/live*';

/** Opens a page as it is kept: who asks for one first, or first after a change, gets it as Next makes it. */
async function openKept(page: Page, path: string, options?: Parameters<Page['goto']>[1]): Promise<void> {
  await expect(async () => {
    const answer = await page.goto(path, options);
    expect(await answer?.text()).not.toContain('async=""></script>');
  }).toPass();
}

/** When the page's scripts were asked for, and what they came after; milliseconds. */
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

const withoutPaints = (page: Page) =>
  page.addInitScript(() => {
    PerformanceObserver.prototype.observe = () => {};
  });

test('a kept page fetches its scripts after its first paint', async ({ newVisitor, shop }) => {
  const { slug } = await addWork(shop);
  const page = await newVisitor();
  await openKept(page, `/posts/${slug}`);
  const { painted, names, first } = await scriptTimes(page);
  expect(names.length).toBeGreaterThan(3);
  expect(new Set(names).size).toBe(names.length);
  expect(first).toBeGreaterThanOrEqual(painted);
});

test('where nothing tells of paints, scripts come after all else', async ({ newVisitor, shop }) => {
  const { slug } = await addWork(shop);
  const page = await newVisitor();
  await withoutPaints(page);
  await openKept(page, `/posts/${slug}`);
  const { loaded, first } = await scriptTimes(page);
  expect(first).toBeGreaterThan(loaded);
});

/** @returns lets the scripts come. */
async function holdScripts(page: Page): Promise<() => void> {
  const released = Promise.withResolvers<void>();
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released.promise;
    await route.continue();
  });
  return released.resolve;
}

test('what was typed before the scripts work is suggested for', async ({ newVisitor, shop }) => {
  const displayName = uniqueName('Quick');
  await addWork(shop, { artist: await addPerson(shop, { displayName }) });
  const page = await newVisitor();
  const release = await holdScripts(page);
  await page.goto('/', { waitUntil: 'domcontentloaded' });
  await page.getByLabel('Search works').pressSequentially(displayName);
  release();
  await expect(page.getByRole('option', { name: displayName })).toBeVisible();
});

test('what was chosen before the scripts work is looked for', async ({ newVisitor, shop }) => {
  await addWork(shop);
  const page = await newVisitor();
  const release = await holdScripts(page);
  await page.goto('/search', { waitUntil: 'domcontentloaded' });
  await page.getByRole('checkbox', { name: 'Available only' }).check();
  release();
  await page.waitForURL('**/search?available=1');
});

test('whoever touches the page has its scripts at once', async ({ newVisitor, shop }) => {
  const { slug } = await addWork(shop);
  const page = await newVisitor();
  await withoutPaints(page);
  const picture = Promise.withResolvers<void>();
  await page.route('**/media/**', async (route) => {
    await picture.promise;
    await route.continue();
  });
  await openKept(page, `/posts/${slug}`, { waitUntil: 'domcontentloaded' });
  const works = page.waitForRequest(LIVE);
  await page.keyboard.press('Shift');
  await works;
  expect(await page.evaluate(() => document.readyState)).toBe('interactive');
  picture.resolve();
});
