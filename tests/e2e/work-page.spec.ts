import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import { addAccount, addWork, refreshPages } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { expect, test } from './fixtures.ts';

const PHONE = { viewport: { width: 390, height: 844 } };

/** A work with three pictures: 2 : 1, and two that show its back. */
async function addWorkWithPictures(shop: Shop) {
  const work = await addWork(shop, { ratio: 2 });
  for (const position of [1, 2]) {
    await shop.database.query(
      `INSERT INTO post_images (id, owner_id, post_id, position, alt, key, width, height, widths, placeholder)
       SELECT $1, owner_id, post_id, $3::int, 'The back ' || $3::int, key, width, height, widths, placeholder
       FROM post_images WHERE post_id = $2 AND position = 0`,
      [randomUUID(), work.id, position],
    );
  }
  await refreshPages(shop, [`post:${work.slug}`]);
  return work;
}

const picture = (page: Page, name: string) => page.getByRole('link', { name: `Enlarge ${name}` });
const dot = (page: Page, number: number) => page.getByRole('link', { name: `Picture ${number} of 3` });
const bar = (page: Page) => page.getByRole('region', { name: 'Price' });

test('on a phone: pictures by arrow keys and dots, price in the first view, and a bar to buy', async ({
  newVisitor,
  shop,
}) => {
  const work = await addWorkWithPictures(shop);
  const page = await newVisitor(PHONE);
  await page.goto(`/posts/${work.slug}`);
  await expect(page.getByRole('heading', { name: work.title })).toBeInViewport({ ratio: 1 });
  await expect(page.getByText('€120').first()).toBeInViewport({ ratio: 1 });

  await picture(page, 'Stripes in one colour').focus();
  await page.keyboard.press('ArrowRight');
  await expect(picture(page, 'The back 1')).toBeInViewport({ ratio: 0.98 });
  await expect(dot(page, 2)).toHaveAttribute('aria-current', 'true');
  await dot(page, 3).click();
  await expect(picture(page, 'The back 2')).toBeInViewport({ ratio: 0.98 });
  await expect(picture(page, 'Stripes in one colour')).not.toBeInViewport();

  // The bar is there while the button of the page is not, and moves nothing.
  await expect(bar(page)).toBeHidden();
  await page.setViewportSize({ width: 390, height: 420 });
  await expect(bar(page)).toBeInViewport({ ratio: 1 });
  const length = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.evaluate(() => document.querySelector('#buy')?.scrollIntoView());
  await expect(page.getByRole('button', { name: 'Buy this work' })).toBeInViewport({ ratio: 1 });
  await expect(bar(page)).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(length);
  await page.evaluate(() => scrollTo(0, 0));
  await bar(page).getByRole('button', { name: 'Buy' }).click();
  await page.waitForURL(/\/c\/pay\//);
});

test('without JavaScript the dots lead to the pictures, and the bar stays', async ({ newVisitor, shop }) => {
  const work = await addWorkWithPictures(shop);
  const page = await newVisitor({ ...PHONE, javaScriptEnabled: false });
  await page.goto(`/posts/${work.slug}`);
  await dot(page, 2).click();
  await expect(picture(page, 'The back 1')).toBeInViewport({ ratio: 0.98 });
  await expect(bar(page)).toBeInViewport({ ratio: 1 });
  // What needs a script is not there.
  await expect(page.getByRole('button', { name: 'Share' })).toBeHidden();
});

test('a work leads to others, in the HTML; a sold one does before its story, and a hidden one is gone', async ({
  newVisitor,
  shop,
}) => {
  const artist = await addAccount(shop);
  const [work, second] = [await addWork(shop, { artist, amount: 777_700 }), await addWork(shop, { artist })];
  const others = [await addWork(shop, { amount: 777_600 }), await addWork(shop, { amount: 777_800 })];
  const tag = `#medium:${work.slug}`;
  // Nothing else in this shop is like these.
  await shop.database.query(`INSERT INTO search_facets (facet) VALUES ($1)`, [tag]);
  await shop.database.query(
    `UPDATE post_search SET facets = facets || (SELECT id FROM search_facets WHERE facet = $1) WHERE post_id = ANY($2)`,
    [tag, [work.id, ...others.map(({ id }) => id)]],
  );
  await shop.database.query(`UPDATE posts SET status = 'SOLD', sold_at = now(), content = 'Its story' WHERE id = $1`, [
    work.id,
  ]);
  await refreshPages(shop, [`post:${work.slug}`, `artist:${artist.username}`]);
  const page = await newVisitor({ javaScriptEnabled: false });
  const similar = page.getByRole('region', { name: 'Similar works that are for sale' });
  await expect(async () => {
    await page.goto(`/posts/${work.slug}`);
    for (const { title } of others)
      await expect(similar.getByRole('link', { name: title })).toBeVisible({ timeout: 500 });
  }).toPass();
  const more = page.getByRole('region', { name: /^More by / });
  await expect(more.getByRole('link', { name: second.title })).toBeVisible();
  const headings = await page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents();
  expect(headings).toEqual(['Similar works that are for sale', 'About this work', `More by ${artist.username}`]);

  await shop.database.query(`UPDATE posts SET hidden_at = now() WHERE id = $1`, [others[0]?.id]);
  await refreshPages(shop, [`post:${others[0]?.slug}`]);
  await expect(async () => {
    await page.goto(`/posts/${work.slug}`);
    await expect(similar.getByRole('link', { name: others[0]?.title })).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await expect(similar.getByRole('link', { name: others[1]?.title })).toBeVisible();
});
