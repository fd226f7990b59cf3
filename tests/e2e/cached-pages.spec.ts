import { addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

test('links between cached pages need no page load, and show the public URLs', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const page = await newVisitor();
  const unexpected: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith('/in/') || [307, 308, 500].includes(response.status()))
      unexpected.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`/artists/${work.artist.username}`);
  // A page load would lose this attribute.
  await page.evaluate(() => {
    document.documentElement.dataset.mark = 'same document';
  });
  const expectSameDocument = () => expect(page.locator('html')).toHaveAttribute('data-mark', 'same document');
  await page.getByRole('article').getByRole('link', { name: work.title }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: work.title })).toBeVisible();
  await expect(page).toHaveURL(`${shop.url}/posts/${work.slug}`);
  await expectSameDocument();
  await page.getByRole('link', { name: work.artist.username }).first().click();
  await expect(page).toHaveURL(`${shop.url}/artists/${work.artist.username}`);
  await expectSameDocument();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: work.title })).toBeVisible();
  await expectSameDocument();
  await page.getByRole('banner').getByRole('link', { name: 'MakeYourSpace' }).click();
  await expect(page).toHaveURL(`${shop.url}/`);
  await expect(page.getByRole('article').first()).toBeVisible();
  await expectSameDocument();
  expect(unexpected).toEqual([]);
});
