import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';

test('on a phone without JavaScript the menu has every way in, and artists lead to their works', async ({
  newVisitor,
  shop,
}) => {
  const artist = await addAccount(shop, { displayName: 'Zed Quill' });
  const work = await addWork(shop, { artist });
  const page = await newVisitor({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  await page.goto('/');
  const browse = page.getByRole('navigation', { name: 'Browse' });
  await browse.getByRole('link', { name: 'New' }).click();
  await expect(page).toHaveURL(/\/search\?available=1$/);
  await page.getByRole('button', { name: 'Menu' }).click();
  const menu = page.getByRole('navigation', { name: 'Account' });
  for (const name of ['All works', 'Artists', 'Saved', 'Post a work', 'Sign in', 'Sign up'])
    await expect(menu.getByRole('link', { name })).toBeInViewport();
  await menu.getByRole('link', { name: 'Artists' }).click();
  await page.waitForURL('**/artists');
  await expect(async () => {
    await page.goto('/artists?letter=z');
    await expect(page.getByRole('link', { name: 'Zed Quill' })).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.getByRole('link', { name: 'Zed Quill' }).click();
  await expect(page.getByRole('link', { name: work.title })).toBeVisible();
  const scripted = await newVisitor();
  await scripted.goto('/artists');
  await expectAccessible(scripted);
});

test('an admin puts a collection together; visitors find it on the home page, until it is unpublished', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const [one, two] = [await addWork(shop), await addWork(shop)];
  const admin = await newSignedIn(await addAccount(shop, { role: 'ADMIN' }));
  await admin.goto('/admin/collections');
  await admin.getByRole('link', { name: 'New collection' }).click();
  await admin.getByLabel('Title').fill('Works for a quiet room');
  await admin.getByLabel('Works', { exact: true }).fill(`${shop.url}/posts/${two.slug}\nnothing-here`);
  await admin.getByLabel('Published').check();
  await admin.getByRole('button', { name: 'Save the collection' }).click();
  await expect(admin.getByText('No work in the gallery has this URL: nothing-here')).toBeVisible();
  await expect(admin.getByLabel('Published')).toBeChecked();
  await admin.getByLabel('Works', { exact: true }).fill(`${shop.url}/posts/${two.slug}\n/posts/${one.slug}`);
  await expectAccessible(admin);
  await admin.getByRole('button', { name: 'Save the collection' }).click();
  await expect(admin.getByText('The collection is saved.')).toBeVisible();

  const visitor = await newVisitor();
  await expect(async () => {
    await visitor.goto('/');
    await visitor.getByRole('link', { name: 'Works for a quiet room' }).click({ timeout: 1_000 });
  }).toPass();
  await expect(visitor.getByRole('article').getByRole('heading')).toHaveText([two.title, one.title]);
  await expectAccessible(visitor);
  const url = visitor.url();

  await admin.getByRole('link', { name: 'Works for a quiet room' }).click();
  await admin.getByLabel('Published').uncheck();
  await admin.getByRole('button', { name: 'Save the collection' }).click();
  await expect(admin.getByText('Not published')).toBeVisible();
  await expect(async () => expect((await visitor.goto(url))?.status()).toBe(404)).toPass();
});
