import { startTestPostgres } from '../support/database/start-test-postgres.ts';
import { eventually } from '../support/eventually.ts';
import { PASSWORD } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import { expect, test } from './fixtures.ts';

/** Every link that the web process has printed. */
const printedLinks = (shop: Shop): string[] => shop.log('web').match(/http:\/\/\S+\/first-admin\?token=[\w-]+/g) ?? [];

test('a new shop prints a link, and who opens it becomes its admin', async ({ newVisitor }) => {
  test.slow();
  const postgres = await startTestPostgres();
  const shop = await startShop(postgres.url, { workers: 0 });
  try {
    await eventually(() => expect(printedLinks(shop)).toHaveLength(1));
    // The next start prints another, and the one before is void.
    await shop.restart('web');
    const [voided = '', link = ''] = await eventually(() => {
      expect(printedLinks(shop)).toHaveLength(2);
      return printedLinks(shop);
    });
    expect(link).not.toBe(voided);

    const page = await newVisitor({ baseURL: shop.url });
    await page.goto(voided);
    await expect(page.getByText('This link has expired')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign up' })).toHaveCount(0);

    // Previews and scanners open links.
    const preview = await newVisitor({ baseURL: shop.url, javaScriptEnabled: false });
    await preview.goto(link);
    await page.goto(link);
    await page.getByLabel('Username').fill('founder');
    await page.getByLabel('Email').fill('not an address');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(page.getByText('Enter an email address')).toBeVisible();
    await page.getByLabel('Email').fill('founder@example.org');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/first-admin'));
    const { rows } = await shop.database.query('SELECT username::text, role FROM users');
    expect(rows).toEqual([{ username: 'founder', role: 'ADMIN' }]);

    await page.goto(link);
    await expect(page.getByText('This link has expired')).toBeVisible();
    // Somebody who had the form open, without JavaScript.
    await preview.getByLabel('Username').fill('second');
    await preview.getByLabel('Email').fill('second@example.org');
    await preview.getByLabel('Password').fill(PASSWORD);
    await preview.getByRole('button', { name: 'Sign up' }).click();
    await expect(preview.getByText('This link has expired')).toBeVisible();
    expect((await shop.database.query('SELECT FROM users')).rowCount).toBe(1);

    await shop.restart('web');
    expect(printedLinks(shop)).toHaveLength(2);
  } finally {
    await shop.stop();
    await postgres.stop();
  }
});
