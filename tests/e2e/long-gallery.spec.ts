import type { Page } from 'playwright/test';
import { loadPages, recordStands, type Stand, standing } from '../support/browser/scroll-position.ts';
import { tabSize } from '../support/browser/tab-size.ts';
import { addManyWorks, type ManyWorks } from '../support/database/many-works.ts';
import { addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

const WORKS = 10_000;
const PAGES = 20;

// One gallery for all of them, and so one worker.
test.describe.configure({ mode: 'serial' });
let works: ManyWorks;
test.beforeAll(async ({ shop }) => {
  works = await addManyWorks(shop, WORKS);
});
test.afterAll(() => works.remove());

/** So many pages down, and a little back up, so that the place is none of the wall's own. */
async function goDown(page: Page, pages = PAGES): Promise<Stand> {
  await page.goto('/');
  await loadPages(page, 1, pages);
  await page.evaluate(() => window.scrollBy(0, -1_234));
  const settled = await standing(page);
  if (!settled) throw new Error('no work is in the window');
  return settled;
}

const isThere = (page: Page, stand: Stand) =>
  expect(async () => {
    const now = await standing(page);
    expect(now?.href).toBe(stand.href);
    expect(Math.abs((now?.top ?? Number.NaN) - stand.top)).toBeLessThanOrEqual(1);
  }).toPass();

/** He stands there, no frame since his return has shown another place, and nothing has moved. */
async function expectToStand(page: Page, stand: Stand): Promise<void> {
  await isThere(page, stand);
  const { stands, shifts } = await page.evaluate(() => ({ stands: window.stands, shifts: window.shifts }));
  expect(stands.length).toBeGreaterThan(0);
  const others = stands.filter((one) => one?.href !== stand.href || Math.abs(one.top - stand.top) > 1);
  expect(others.slice(0, 3)).toEqual([]);
  expect(shifts).toBe(0);
}

/** From now on the frames count. */
const forget = (page: Page) =>
  page.evaluate(() => {
    window.stands = [];
    window.shifts = 0;
  });

async function open(page: Page, stand: Stand): Promise<void> {
  await page.locator(`a[href="${stand.href}"]`).evaluate((link: HTMLElement) => link.click());
  await expect(page.getByRole('button', { name: 'Buy this work' })).toBeVisible();
}

test('whoever opens a work twenty pages down comes back to the same place', async ({ newVisitor }) => {
  const page = await newVisitor();
  await recordStands(page);
  const stand = await goDown(page);
  await open(page, stand);
  await forget(page);
  await page.goBack();
  await expectToStand(page, stand);

  // As it goes on from here.
  await loadPages(page, PAGES, PAGES + 1);
});

test('coming back by a new load of the page, or loading it again, is no other', async ({ newVisitor }) => {
  const page = await newVisitor();
  await recordStands(page);
  const stand = await goDown(page);
  await page.goto('/sign-in');
  await page.goBack();
  await expectToStand(page, stand);
  await expect(page.getByText('Loading…')).toHaveCount(0);

  await page.reload();
  await expectToStand(page, stand);
  await open(page, stand);
  await page.reload();
  await page.goBack();
  await isThere(page, stand);
  await loadPages(page, PAGES, PAGES + 1);
});

test('another list, or the same one opened anew, begins at its beginning', async ({ newVisitor }) => {
  const page = await newVisitor();
  await recordStands(page);
  const stand = await goDown(page, 3);
  await open(page, stand);
  await page.getByRole('link', { name: works.artist.username }).click();
  await expect(page.getByRole('heading', { level: 1, name: works.artist.username })).toBeInViewport();
  await expect(page.getByRole('article')).toHaveCount(24);
  await loadPages(page, 1, 2);
  await page.getByRole('link', { name: 'MakeYourSpace' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Works that exist once' })).toBeInViewport();
  await expect(page.getByRole('article')).toHaveCount(24);
  for (let step = 0; step < 3; step++) await page.goBack();
  await isThere(page, stand);
});

test('a list that has changed meanwhile is shown as it was, with what has been sold', async ({ newVisitor, shop }) => {
  const page = await newVisitor();
  await recordStands(page);
  const stand = await goDown(page, 3);
  await page.goto('/sign-in');
  const slug = stand.href.split('/').at(-1);
  await shop.database.query("UPDATE posts SET status = 'SOLD', sold_at = now() WHERE slug = $1", [slug]);
  const added = await addWork(shop);
  await page.goBack();
  await expectToStand(page, stand);
  await expect(page.getByRole('article').filter({ has: page.locator(`a[href="${stand.href}"]`) })).toContainText(
    'Sold',
  );
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(page.getByRole('link', { name: added.title })).toHaveCount(0);
  await loadPages(page, 3, 4);
});

test('a tab does not grow with what was scrolled by', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('/');
  await loadPages(page, 1, 5);
  const five = await tabSize(page);
  await loadPages(page, 5, PAGES);
  const twenty = await tabSize(page);
  test.info().annotations.push({ type: 'tab', description: JSON.stringify({ five, twenty }) });
  expect(twenty.elements).toBeLessThan(five.elements * 1.2);
  expect(twenty.nodes).toBeLessThan(five.nodes * 1.5);
  // What is known of a work, to draw it again, takes some two kilobytes.
  expect(twenty.heap - five.heap).toBeLessThan((PAGES - 5) * 24 * 4_000);
  // Each way back through them is there, in its order.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole('article').filter({ hasText: /number 1\b/ })).toHaveCount(1);
});

test('with the keyboard “More works” leads to the first new one, which stays there', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('/');
  await page.getByRole('link', { name: 'More works' }).focus();
  await page.keyboard.press('Enter');
  const first = page.getByRole('article').nth(24).getByRole('link');
  await expect(first).toBeFocused();
  const name = await first.textContent();
  // Far out of sight it is not taken away from whoever stands in it.
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

test('without the session’s storage all works, and the way back too', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  });
  await recordStands(page);
  const stand = await goDown(page, 3);
  await open(page, stand);
  await forget(page);
  await page.goBack();
  await expectToStand(page, stand);
});
