import type { Page } from 'playwright/test';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { expectAccessible } from './axe.ts';
import { expect, signIn, test } from './fixtures.ts';

const heart = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Save', exact: true });

test('a work is saved in the browser, in all its tabs, and comes into the account at the next sign-in', async ({
  newVisitor,
  shop,
}) => {
  const [work, person] = [await addWork(shop), await addAccount(shop)];
  const page = await newVisitor({ viewport: { width: 390, height: 844 } });
  const tab = await page.context().newPage();
  for (const one of [page, tab]) await one.goto(`/posts/${work.slug}`);
  await expect(tab.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-pressed', 'false');
  await heart(page).click();
  for (const one of [page, tab]) await expect(heart(one)).toHaveAttribute('aria-pressed', 'true');
  await page.goto('/saved');
  await expect(page.getByRole('article').filter({ hasText: work.title })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, person.username);
  await page.waitForURL((url) => url.pathname === '/saved');
  await expect(page.getByText('These are in this browser only.')).toBeHidden();
  await expect(page.getByRole('article').filter({ hasText: work.title })).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('saved-works'))).toBeNull();
  const { rows } = await shop.database.query('SELECT post_id FROM saved_posts WHERE user_id = $1', [person.id]);
  expect(rows).toEqual([{ post_id: work.id }]);

  await page.goto(`/posts/${work.slug}`);
  await expect(heart(page)).toHaveAttribute('aria-pressed', 'true');
  await heart(page).click();
  await expect(heart(page)).toHaveAttribute('aria-pressed', 'false');
  await expect(async () => {
    const { rowCount } = await shop.database.query('SELECT FROM saved_posts WHERE user_id = $1', [person.id]);
    expect(rowCount).toBe(0);
  }).toPass();
});

test('without JavaScript an account saves by a form, and takes out again', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const [work, person] = [await addWork(shop), await addAccount(shop)];
  const visitor = await newVisitor({ javaScriptEnabled: false });
  await visitor.goto(`/posts/${work.slug}`);
  await heart(visitor).click();
  await visitor.waitForURL(/\/sign-in\?next=/);
  const page = await newSignedIn(person, { javaScriptEnabled: false });
  await page.goto(`/posts/${work.slug}`);
  await heart(page).click();
  await page.waitForURL('**/saved');
  await expect(page.getByRole('article').filter({ hasText: work.title })).toBeVisible();
  await page.getByRole('button', { name: `Take out : ${work.title}` }).click();
  await expect(page.getByRole('heading', { name: 'Nothing saved yet' })).toBeVisible();
});
