import type { Locator, Page } from 'playwright/test';
import { addAccount, addWork, refreshPages } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

/** A computed property of an element. */
const styleOf = (locator: Locator, property: string) =>
  locator.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

/** The computed value of a system colour. */
const systemColor = (page: Page, name: string) =>
  page.evaluate((color) => {
    const probe = document.createElement('span');
    probe.style.cssText = `forced-color-adjust: none; color: ${color}`;
    document.body.append(probe);
    const { color: found } = getComputedStyle(probe);
    probe.remove();
    return found;
  }, name);

for (const colorScheme of ['light', 'dark'] as const) {
  test(`with forced colours everything that is a colour stays visible: ${colorScheme}`, async ({
    newSignedIn,
    shop,
  }) => {
    const artist = await addAccount(shop);
    const [work, other] = [await addWork(shop, { artist }), await addWork(shop)];
    await shop.database.query(
      `UPDATE post_images SET colours = '{blue,red}' WHERE post_id IN (SELECT id FROM posts WHERE artist_id = $1)`,
      [artist.id],
    );
    await shop.database.query('INSERT INTO post_views (post_id, day, visitors) VALUES ($1, current_date, 7)', [
      work.id,
    ]);
    await refreshPages(shop, ['posts']);
    const page = await newSignedIn(artist, { forcedColors: 'active', colorScheme });
    const canvas = await systemColor(page, 'Canvas');

    // The tab of the current page, and only that one.
    const tabs = page.getByRole('navigation', { name: 'Dashboard' }).getByRole('link');
    expect(await styleOf(tabs.nth(0), 'border-bottom-color')).toBe(await systemColor(page, 'Highlight'));
    expect(await styleOf(tabs.nth(1), 'border-bottom-color')).toBe(canvas);

    await page.goto(`/dashboard/works/${work.slug}/visitors`);
    const bars = page.getByRole('img', { name: /^Visitors in the last 30 days/ }).locator('[title] > span');
    expect(await styleOf(bars.last(), 'background-color')).not.toBe(canvas);
    expect(await styleOf(bars.last(), 'forced-color-adjust')).toBe('none');

    await page.goto(`/posts/${other.slug}`);
    const buy = page.getByRole('button', { name: 'Buy this work' });
    expect(await styleOf(buy, 'border-bottom-width')).toBe('2px');
    expect(await styleOf(buy, 'border-bottom-color')).not.toBe(canvas);

    await page.goto('/search?colour=blue');
    const [chosen, free] = [page.getByRole('radio', { name: 'Blue' }), page.getByRole('radio', { name: 'Red' })];
    expect(await styleOf(chosen, 'background-color')).toBe('rgb(47, 91, 158)');
    expect(await styleOf(free, 'background-color')).toBe('rgb(179, 38, 30)');
    expect(await styleOf(free, 'border-bottom-color')).toBe(await systemColor(page, 'CanvasText'));
    expect(await styleOf(chosen, 'box-shadow')).toContain(await systemColor(page, 'Highlight'));
    expect(await styleOf(free, 'box-shadow')).not.toContain(await systemColor(page, 'Highlight'));

    // The field that has the focus, which without forced colours has a darker line.
    await page.getByLabel('Titles, artists, tags, materials').focus();
    expect(await styleOf(page.getByLabel('Titles, artists, tags, materials'), 'outline-width')).toBe('2px');

    // The option that Enter would choose.
    await page.goto('/');
    await page.getByLabel('Search works').fill('stud');
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    const options = page.getByRole('option');
    await expect(options.first()).toHaveAttribute('aria-selected', 'true');
    expect(await styleOf(options.first(), 'outline-style')).toBe('solid');
    expect(await styleOf(options.first(), 'outline-color')).not.toBe(canvas);
  });
}

/** The ancestors that cut off what is outside of them, nearest first, and whether the outline would be. */
const isRingCut = (page: Page) =>
  page.evaluate(() => {
    let ring: Element | null = document.activeElement;
    // The search page's own field has a line below it instead.
    if (!ring || ring === document.body || ring.id === 'q') return null;
    while (ring && getComputedStyle(ring).outlineStyle === 'none') ring = ring.parentElement;
    if (!ring) return 'nothing has a ring';
    const style = getComputedStyle(ring);
    const reach = Number.parseFloat(style.outlineWidth) + Number.parseFloat(style.outlineOffset);
    const box = ring.getBoundingClientRect();
    for (let parent = ring.parentElement; parent; parent = parent.parentElement) {
      if (parent === document.body || getComputedStyle(parent).overflow === 'visible') continue;
      const clip = parent.getBoundingClientRect();
      const isCut =
        box.left - reach < clip.left - 0.5 ||
        box.top - reach < clip.top - 0.5 ||
        box.right + reach > clip.right + 0.5 ||
        box.bottom + reach > clip.bottom + 0.5;
      if (isCut) return parent.outerHTML.slice(0, 160);
    }
    return null;
  });

/** The same once a row that scrolls sideways has come to rest. */
async function clippingAtRest(page: Page): Promise<string | null> {
  const isWhole = expect.poll(() => isRingCut(page), { timeout: 2_000 }).toBeNull();
  return isWhole.then(
    () => null,
    () => isRingCut(page),
  );
}

test('with the keyboard the ring around the focus is whole, on every page', async ({ newSignedIn, shop }) => {
  test.setTimeout(240_000);
  const admin = await addAccount(shop, { role: 'ADMIN' });
  const work = await addWork(shop, { artist: admin });
  // More than the row below a work has room for.
  for (let count = 0; count < 8; count++) await addWork(shop, { artist: admin });
  await shop.database.query('UPDATE posts SET title = $2 WHERE id = $1', [
    work.id,
    'A long title of a work '.repeat(5),
  ]);
  await refreshPages(shop, ['posts', 'gallery', `post:${work.slug}`]);
  const page = await newSignedIn(admin);
  for (const path of [
    '/',
    `/posts/${work.slug}`,
    '/search?q=long',
    '/dashboard',
    '/admin',
    '/admin/accounts',
    '/admin/events',
  ]) {
    await page.goto(path);
    const cut = new Set<string>();
    const steps = await page.locator('a, button, input, select, summary').count();
    for (let step = 0; step < Math.min(steps, 40); step++) {
      await page.keyboard.press('Tab');
      const clipping = await clippingAtRest(page);
      if (clipping !== null) {
        cut.add(`${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 160))} by ${clipping}`);
      }
    }
    expect([path, ...cut]).toEqual([path]);
  }
  // The ring of a card is around all of it.
  await page.goto('/');
  const card = page.getByRole('article').first();
  await card.getByRole('link').focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(card).toHaveCSS('outline-style', 'solid');
});
