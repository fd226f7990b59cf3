import { addAccount, addWork, refreshPages, uniqueName } from '../support/shop/shop-data.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';

const PHONE = { viewport: { width: 390, height: 700 } };

test('on a phone the open filters say how many works there are, and lead to them', async ({ newVisitor, shop }) => {
  const artist = await addAccount(shop, { displayName: uniqueName('Phone') });
  const tag = uniqueName('tag');
  for (const colour of ['blue', 'blue', 'red']) {
    const { id } = await addWork(shop, { artist });
    await shop.database.query('UPDATE posts SET tags = ARRAY[$2] WHERE id = $1', [id, tag]);
    await shop.database.query('UPDATE post_images SET colours = ARRAY[$2] WHERE post_id = $1', [id, colour]);
  }
  await refreshPages(shop, ['posts']);
  const page = await newVisitor(PHONE);
  await page.goto(`/search?tag=${tag}`);
  await page.getByText('Filters (1)', { exact: true }).click();
  // At the bottom of the window, wherever the filters are.
  const show = page.getByRole('button', { name: /^Show / });
  await expect(show).toHaveText('Show 3 works');
  await expect(show).toBeInViewport({ ratio: 1 });
  await page.getByRole('radio', { name: 'Blue' }).check();
  await expect(show).toHaveText('Show 2 works');
  await expect(show).toBeInViewport({ ratio: 1 });
  const { violations } = await axe(page).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  // A field behind the button comes out from behind it when it gets the focus.
  await page.getByLabel('Made since').focus();
  const [field, button] = [await page.getByLabel('Made since').boundingBox(), await show.boundingBox()];
  expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(button?.y ?? 0);

  await show.click();
  await expect(page.getByRole('radio', { name: 'Blue' })).toBeHidden();
  await expect(page.locator('#found')).toBeFocused();
  await expect(page.locator('#found')).toBeInViewport();
  await expect(page.getByRole('article').first()).toBeInViewport();
  await expect(page).toHaveURL(new RegExp(`colour=blue&tag=${tag}`));
});

test('on a phone without JavaScript the filters are sent by a button that stays in view', async ({
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const tag = uniqueName('tag');
  await shop.database.query('UPDATE posts SET tags = ARRAY[$2] WHERE id = $1', [work.id, tag]);
  await refreshPages(shop, ['posts']);
  const page = await newVisitor({ ...PHONE, javaScriptEnabled: false });
  await page.goto(`/search?tag=${tag}`, { waitUntil: 'load' });
  await page.getByText('Filters (1)', { exact: true }).click();
  const show = page.getByRole('button', { name: 'Show the works' });
  await expect(show).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Show 1 work' })).toBeHidden();
  await page.getByRole('checkbox', { name: 'Available only' }).check();
  await show.click();
  await page.waitForURL(/\/search\?.*available=1/);
  await expect(page.getByRole('article').first()).toBeInViewport();
});

test('on a phone “Post a work” and “Admin” are in the menu of the header', async ({ newSignedIn, shop }) => {
  const displayName = uniqueName('Ines');
  const page = await newSignedIn(await addAccount(shop, { role: 'ADMIN', displayName }), PHONE);
  await page.goto('/');
  const account = page.getByRole('navigation', { name: 'Account' });
  await expect(account.getByRole('link')).toHaveCount(0);
  const menu = account.getByRole('button', { name: 'Menu' });
  await menu.press('Enter');
  await expect(account.getByRole('link')).toHaveText([
    'All works',
    'Artists',
    'Saved',
    'Post a work',
    'Admin',
    displayName,
  ]);
  await page.keyboard.press('Escape');
  await expect(account.getByRole('link', { name: 'Admin' })).toBeHidden();
  await expect(menu).toBeFocused();
  await menu.click();
  const { violations } = await axe(page).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await account.getByRole('link', { name: 'Admin' }).click();
  await page.waitForURL('**/admin');
  await expect(account.getByRole('link', { name: 'Admin' })).toBeHidden();
  await menu.click();
  await account.getByRole('link', { name: 'Post a work' }).click();
  await page.waitForURL('**/posts/new');
});

test('without JavaScript the menu opens too', async ({ newVisitor }) => {
  const page = await newVisitor({ viewport: { width: 320, height: 600 }, javaScriptEnabled: false });
  await page.goto('/', { waitUntil: 'load' });
  const account = page.getByRole('navigation', { name: 'Account' });
  await expect(account.getByRole('link', { name: 'Post a work' })).toBeHidden();
  await account.getByRole('button', { name: 'Menu' }).click();
  await expect(account.getByRole('link', { name: 'Sign up' })).toBeVisible();
  await account.getByRole('link', { name: 'Post a work' }).click();
  await page.waitForURL(/\/sign-in\?next=/);
});
