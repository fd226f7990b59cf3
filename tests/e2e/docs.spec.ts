import { addToken } from '../support/api/api-client.ts';
import { addAccount } from '../support/shop/shop-data.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';

test('the API is described at /docs, and an operation is tried there with a token', async ({ newVisitor, shop }) => {
  const artist = await addAccount(shop);
  const token = await addToken(shop, artist);
  const page = await newVisitor();
  await page.goto('/docs');
  await page.getByRole('button', { name: 'Authorize' }).first().click();
  await page.getByRole('textbox', { name: 'auth-bearer-value' }).fill(token);
  await page.getByRole('button', { name: 'Apply credentials', exact: true }).click();
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  const operation = page.locator('#operations-account-getAccount');
  await operation.getByRole('button').first().click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  await expect(operation.locator('.live-responses-table')).toContainText(`"username": "${artist.username}"`);
});

test('without JavaScript /docs is a list, and each problem has its place', async ({ newVisitor }) => {
  const plain = await newVisitor({ javaScriptEnabled: false });
  await plain.goto('/docs');
  await expect(plain.getByText('POST /api/v1/posts', { exact: true })).toBeVisible();
  await plain.getByRole('link', { name: 'what can go wrong' }).click();
  await expect(plain.locator('#changed-since')).toContainText('412');
});

test('axe finds no violations in the list of operations and the problems', async ({ newVisitor }) => {
  const page = await newVisitor();
  // Swagger UI never has its description, so the list stays.
  await page.route('**/api/openapi.json', () => {});
  for (const path of ['/docs', '/docs/problems', '/docs/walkthrough']) {
    await page.goto(path);
    await expectAccessible(page);
  }
});
