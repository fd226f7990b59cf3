import { randomUUID } from 'node:crypto';
import { recordScrollAnchors } from '../support/browser/scroll-position.ts';
import { addManyWorks } from '../support/shop/add-many-works.ts';
import { addPictureFile, addWork, refreshPages } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

test('nothing shifts on a work’s page while its pictures load', async ({ newVisitor, shop }) => {
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
  await recordScrollAnchors(page);
  // Late enough that the page is painted without them.
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
  // A late font may move a word of the header by a pixel; a picture without reserved space moves the text by far more.
  expect(await page.evaluate(() => window.shifts)).toBeLessThan(0.001);
});

test('the fonts for Central European letters are loaded, but only by pages with such letters', async ({
  newVisitor,
  shop,
}) => {
  const plain = await addWork(shop);
  const page = await newVisitor();
  const fonts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'font') fonts.push(request.url());
  });
  await page.goto(`/posts/${plain.slug}`, { waitUntil: 'networkidle' });
  expect(fonts.filter((url) => url.includes('latin_ext'))).toEqual([]);
  // Not before: it would be among the similar works.
  const polish = await addWork(shop);
  await shop.database.query("UPDATE posts SET title = 'Łódź, żółty dworzec' WHERE id = $1", [polish.id]);
  await refreshPages(shop, [`post:${polish.slug}`]);
  await page.goto(`/posts/${polish.slug}`, { waitUntil: 'networkidle' });
  expect(fonts.filter((url) => url.includes('newsreader_latin_ext'))).toHaveLength(1);
});

test('a public page has a canonical link and a link to the next page of its list', async ({ newVisitor, shop }) => {
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

/** Requested as soon as Next's scripts run. */
