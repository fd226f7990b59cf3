import type { Page } from 'playwright/test';
import {
  currentAnchor,
  loadPages,
  recordScrollAnchors,
  type ScrollAnchor,
} from '../support/browser/scroll-position.ts';
import { tabSize } from '../support/browser/tab-size.ts';
import { addManyWorks, type ManyWorks } from '../support/shop/add-many-works.ts';
import { addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

const WORKS = 10_000;
const PAGES = 20;

// All tests share one gallery, and so one worker.
test.describe.configure({ mode: 'serial' });
let works: ManyWorks;
test.beforeAll(async ({ shop }) => {
  works = await addManyWorks(shop, WORKS);
});
test.afterAll(() => works.remove());

/** Loads this many pages and scrolls up a little, so that the position is not at the edge of a page. */
async function scrollDown(page: Page, pages = PAGES): Promise<ScrollAnchor> {
  await page.goto('/');
  await loadPages(page, 1, pages);
  await page.evaluate(() => window.scrollBy(0, -1_234));
  const anchor = await currentAnchor(page);
  if (!anchor) throw new Error('no work is in the window');
  return anchor;
}

const expectAnchor = (page: Page, anchor: ScrollAnchor) =>
  expect(async () => {
    const current = await currentAnchor(page);
    expect(current?.href).toBe(anchor.href);
    expect(Math.abs((current?.top ?? Number.NaN) - anchor.top)).toBeLessThanOrEqual(1);
  }).toPass();

/** The position is restored, no recorded frame has shown another position, and nothing has shifted. */
async function expectRestored(page: Page, anchor: ScrollAnchor): Promise<void> {
  await expectAnchor(page, anchor);
  const { anchors, shifts } = await page.evaluate(() => ({ anchors: window.anchors, shifts: window.shifts }));
  expect(anchors.length).toBeGreaterThan(0);
  const others = anchors.filter((one) => one?.href !== anchor.href || Math.abs(one.top - anchor.top) > 1);
  expect(others.slice(0, 3)).toEqual([]);
  expect(shifts).toBe(0);
}

/** Discards the frames that were recorded before. */
const resetRecording = (page: Page) =>
  page.evaluate(() => {
    window.anchors = [];
    window.shifts = 0;
  });

async function openWork(page: Page, anchor: ScrollAnchor): Promise<void> {
  await page.locator(`a[href="${anchor.href}"]`).evaluate((link: HTMLElement) => link.click());
  await expect(page.getByRole('button', { name: 'Buy this work' })).toBeVisible();
}

test('going back from a work restores the position, twenty pages down', async ({ newVisitor }) => {
  const page = await newVisitor();
  await recordScrollAnchors(page);
  const anchor = await scrollDown(page);
  await openWork(page, anchor);
  await resetRecording(page);
  await page.goBack();
  await expectRestored(page, anchor);

  // The list continues from here.
  await loadPages(page, PAGES, PAGES + 1);
});

test('the position is also restored when the page is loaded again', async ({ newVisitor }) => {
  const page = await newVisitor();
  await recordScrollAnchors(page);
  const anchor = await scrollDown(page);
  await page.goto('/sign-in');
  await page.goBack();
  await expectRestored(page, anchor);
  await expect(page.getByText('Loading…')).toHaveCount(0);

  await page.reload();
  await expectRestored(page, anchor);
  await openWork(page, anchor);
  await page.reload();
  await page.goBack();
  await expectAnchor(page, anchor);
  await loadPages(page, PAGES, PAGES + 1);
});

test('another list, or the same list opened by a link, starts at the top', async ({ newVisitor }) => {
  const page = await newVisitor();
  await recordScrollAnchors(page);
  const anchor = await scrollDown(page, 3);
  await openWork(page, anchor);
  await page.getByRole('link', { name: works.artist.username, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: works.artist.username })).toBeInViewport();
  await expect(page.getByRole('article')).toHaveCount(24);
  await loadPages(page, 1, 2);
  await page.getByRole('link', { name: 'MakeYourSpace' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Works that exist once' })).toBeInViewport();
  await expect(page.getByRole('article')).toHaveCount(24);
  for (let step = 0; step < 3; step++) await page.goBack();
  await expectAnchor(page, anchor);
});

test('a restored list has the same works as before, with their new states', async ({ newVisitor, shop }) => {
  const page = await newVisitor();
  await recordScrollAnchors(page);
  const anchor = await scrollDown(page, 3);
  await page.goto('/sign-in');
  const slug = anchor.href.split('/').at(-1);
  await shop.database.query("UPDATE posts SET status = 'SOLD', sold_at = now() WHERE slug = $1", [slug]);
  const added = await addWork(shop);
  await page.goBack();
  await expectRestored(page, anchor);
  await expect(page.getByRole('article').filter({ has: page.locator(`a[href="${anchor.href}"]`) })).toContainText(
    'Sold',
  );
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(page.getByRole('link', { name: added.title })).toHaveCount(0);
  await loadPages(page, 3, 4);
});

test('the memory of a tab does not grow with the length of the list', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('/');
  await loadPages(page, 1, 5);
  const five = await tabSize(page);
  await loadPages(page, 5, PAGES);
  const twenty = await tabSize(page);
  test.info().annotations.push({ type: 'tab', description: JSON.stringify({ five, twenty }) });
  expect(twenty.elements).toBeLessThan(five.elements * 1.2);
  expect(twenty.nodes).toBeLessThan(five.nodes * 1.5);
  // The data of a work, from which it is rendered again, takes about two kilobytes.
  expect(twenty.heap - five.heap).toBeLessThan((PAGES - 5) * 24 * 4_000);
  // The first works are rendered again, in order.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole('article').filter({ hasText: /number 1\b/ })).toHaveCount(1);
});

test('with the keyboard “More works” moves the focus to the first new work, which keeps it', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('/');
  await page.getByRole('link', { name: 'More works' }).focus();
  await page.keyboard.press('Enter');
  const first = page.getByRole('article').nth(24).getByRole('link');
  await expect(first).toBeFocused();
  const name = await first.textContent();
  // The page with the focus is not removed, even far outside the window.
  for (let pages = 2; pages < 6; pages++) {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page
      .getByRole('link', { name: 'More works' })
      .evaluate((link) => link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 })));
    await expect(page.getByRole('status')).toContainText(`${(pages + 1) * 24} shown`);
  }
  await expect(page.getByRole('article').filter({ hasText: /number 1\b/ })).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
});

test('without session storage the position is still restored', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  });
  await recordScrollAnchors(page);
  const anchor = await scrollDown(page, 3);
  await openWork(page, anchor);
  await resetRecording(page);
  await page.goBack();
  await expectRestored(page, anchor);
});
