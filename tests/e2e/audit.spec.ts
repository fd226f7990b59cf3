import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { addAccount } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

const row = (page: Page, text: string) => page.locator('#main').getByRole('listitem').filter({ hasText: text });

test('an admin changes a role and finds it in the audit log, filtered and as CSV', async ({ newSignedIn, shop }) => {
  const [admin, person] = [await addAccount(shop, { role: 'ADMIN' }), await addAccount(shop)];
  const page = await newSignedIn(admin);
  await page.goto(`/admin/accounts?q=${person.username}`);
  await row(page, person.username).getByText('Role').first().click();
  await page.getByLabel(`New role of ${person.username}`).selectOption('Moderator');
  await page.getByRole('button', { name: `Change role of ${person.username}` }).click();
  await expect(page.getByText(`${person.username} is now: moderator.`)).toBeVisible();
  await expect(row(page, person.username)).toContainText('Moderator since');

  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('searchbox', { name: 'Account' }).fill(person.username);
  await page.getByLabel('What').selectOption('Roles and suspensions');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(row(page, `Role changed: ${person.username}`)).toContainText('from: MEMBER, to: MODERATOR');
  await expect(row(page, `Role changed: ${person.username}`)).toContainText(admin.username);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain(`role-changed,Role changed,${admin.username},${admin.id},account,${person.username}`);

  await page.locator('#main').getByRole('link', { name: admin.username }).first().click();
  await page.waitForURL(`**/admin/audit?account=${admin.id}`);
  await expect(row(page, 'Audit log exported')).toBeVisible();
  await page.getByLabel('To', { exact: true }).fill('2020-01-01');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText('Nothing matches these filters.')).toBeVisible();
  await page.goto('/admin/audit?account=nobody-has-this');
  await expect(page.getByText('There is no account with this username or email.')).toBeVisible();
});

test('an admin does not change a role without a recent proof, and nobody their own', async ({ newSignedIn, shop }) => {
  const [admin, person] = [await addAccount(shop, { role: 'ADMIN' }), await addAccount(shop)];
  const page = await newSignedIn(admin);
  await page.goto(`/admin/accounts?q=${admin.username}`);
  await expect(row(page, admin.username)).toContainText('You');
  await expect(row(page, admin.username).getByText('Role')).toHaveCount(0);
  await shop.database.query("UPDATE sessions SET proven_at = now() - interval '1 hour' WHERE user_id = $1", [admin.id]);
  await page.goto(`/admin/accounts?q=${person.username}`);
  await row(page, person.username).getByText('Role').first().click();
  await page.getByLabel(`New role of ${person.username}`).selectOption('Admin');
  await page.getByRole('button', { name: `Change role of ${person.username}` }).click();
  await page.waitForURL('**/confirm?**');
  const { rows } = await shop.database.query('SELECT role FROM users WHERE id = $1', [person.id]);
  expect(rows).toEqual([{ role: 'MEMBER' }]);
});
