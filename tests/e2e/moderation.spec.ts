import type { Page } from 'playwright/test';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

const REASON = 'This picture is not yours: please write to us.';
const MAY_NOT = [
  '/admin/events',
  '/admin/ledger',
  '/admin/rates',
  '/admin/accounts',
  '/admin/audit',
  '/admin/audit/export',
];

const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

test('a moderator hides a work with a reason; visitors lose it, its artist reads why, and it comes back', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const [artist, moderator] = [await addAccount(shop), await addAccount(shop, { role: 'MODERATOR' })];
  const work = await addWork(shop, { artist });
  const page = await newSignedIn(moderator);
  await page.getByRole('link', { name: 'Moderation' }).first().click();
  await page.waitForURL('**/admin/works');
  await expect(page.getByRole('navigation', { name: 'Admin' }).getByRole('link')).toHaveText(['Works', 'Reports']);

  await page.getByLabel('Title, URL or artist').fill(`${shop.url}/posts/${work.slug}`);
  await page.getByRole('button', { name: 'Search' }).click();
  await row(page, work.title).getByText('Hide', { exact: false }).first().click();
  await page.getByRole('button', { name: 'Hide this work' }).click();
  await expect(page.getByText('Say why: the artist will read it.')).toBeVisible();
  await expect(page.getByLabel('Reason')).toBeFocused();
  await page.getByLabel('Reason').fill(REASON);
  await page.getByRole('button', { name: 'Hide this work' }).click();
  await expect(page.getByText('The work is hidden.')).toBeVisible();
  await expect(row(page, work.title)).toContainText(REASON);

  const visitor = await newVisitor();
  expect((await visitor.goto(`/posts/${work.slug}`))?.status()).toBe(404);
  const own = await newSignedIn(artist);
  await expect(row(own, work.title)).toContainText('Hidden by the shop');
  await expect(row(own, work.title)).toContainText(REASON);

  await row(page, work.title)
    .getByRole('button', { name: /^Show again/ })
    .click();
  await expect(page.getByText('The work is shown again.')).toBeVisible();
  await expect(async () => expect((await visitor.goto(`/posts/${work.slug}`))?.status()).toBe(200)).toPass();
});

test('without JavaScript: a missing reason is said, and the work is hidden', async ({ newSignedIn, shop }) => {
  const work = await addWork(shop);
  const page = await newSignedIn(await addAccount(shop, { role: 'MODERATOR' }), { javaScriptEnabled: false });
  await page.goto(`/admin/works?q=${work.slug}`);
  await page.locator('summary', { hasText: 'Hide' }).click();
  await page.getByRole('button', { name: 'Hide this work' }).click();
  await expect(page.getByText('Say why: the artist will read it.')).toBeVisible();
  await page.getByLabel('Reason').fill(REASON);
  await page.getByRole('button', { name: 'Hide this work' }).click();
  await expect(page.getByText('The work is hidden.')).toBeVisible();
});

test('for a moderator the other admin pages do not exist, and for a member none of them', async ({
  newSignedIn,
  shop,
}) => {
  const moderator = await newSignedIn(await addAccount(shop, { role: 'MODERATOR' }));
  for (const path of MAY_NOT) expect((await moderator.request.get(path)).status(), path).toBe(404);
  await moderator.goto('/admin');
  await moderator.waitForURL('**/admin/works');
  const member = await newSignedIn(await addAccount(shop));
  for (const path of [...MAY_NOT, '/admin', '/admin/works'])
    expect((await member.request.get(path)).status(), path).toBe(404);
});
