import { addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

test('from page to page nothing is loaded anew, and the addresses are those that people know', async ({
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const page = await newVisitor();
  const strange: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith('/in/') || [307, 308, 500].includes(response.status()))
      strange.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`/artists/${work.artist.username}`);
  // A page that is loaded anew has lost it.
  await page.evaluate(() => {
    document.documentElement.dataset.mark = 'still here';
  });
  const isStillHere = () => expect(page.locator('html')).toHaveAttribute('data-mark', 'still here');
  await page.getByRole('article').getByRole('link', { name: work.title }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: work.title })).toBeVisible();
  await expect(page).toHaveURL(`${shop.url}/posts/${work.slug}`);
  await isStillHere();
  await page.getByRole('link', { name: work.artist.username }).first().click();
  await expect(page).toHaveURL(`${shop.url}/artists/${work.artist.username}`);
  await isStillHere();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: work.title })).toBeVisible();
  await isStillHere();
  await page.getByRole('banner').getByRole('link', { name: 'MakeYourSpace' }).click();
  await expect(page).toHaveURL(`${shop.url}/`);
  await expect(page.getByRole('article').first()).toBeVisible();
  await isStillHere();
  expect(strange).toEqual([]);
});
