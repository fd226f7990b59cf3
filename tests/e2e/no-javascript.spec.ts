import sharp from 'sharp';
import { addWork, PASSWORD, uniqueName } from '../support/shop/shop-data.ts';
import { expect, pay, proveEmail, test } from './fixtures.ts';

const plain = { javaScriptEnabled: false };
const picture = (name: string, background: string) =>
  sharp({ create: { width: 700, height: 500, channels: 3, background } })
    .png()
    .toBuffer()
    .then((buffer) => ({ name, mimeType: 'image/png', buffer }));

test('without JavaScript: sign up, correct a form, post a work, and see it in the gallery', async ({
  newVisitor,
  shop,
}) => {
  const page = await newVisitor(plain);
  const username = uniqueName('plain');
  const title = `By Hand ${username}`;
  await page.goto('/sign-up');
  // The theme needs JavaScript, so its control is hidden.
  await expect(page.getByRole('contentinfo')).toBeVisible();
  await expect(page.getByLabel('Theme')).toHaveCount(1);
  await expect(page.getByLabel('Theme')).toBeHidden();
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Email').fill('not an address');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText('Enter an email address')).toBeVisible();
  await expect(page.getByLabel('Username')).toHaveValue(username);
  await page.getByLabel('Email').fill(`${username}@example.org`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.waitForURL('**/dashboard');
  await proveEmail(page, shop, `${username}@example.org`);

  await page.goto('/posts/new');
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Price').fill('much');
  await page.getByLabel('Currency').selectOption('JPY');
  await page
    .getByLabel('Add pictures')
    .setInputFiles([await picture('one.png', 'teal'), await picture('two.png', 'maroon')]);
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('Enter the price in digits')).toBeVisible();
  await expect(page.getByLabel('Title')).toHaveValue(title);
  await expect(page.getByLabel('Currency')).toHaveValue('JPY');

  await page.getByLabel('Describe picture 1').fill('Teal');
  await page.getByRole('button', { name: 'Move down : picture 1' }).click();
  await expect(page.getByLabel('Describe picture 2')).toHaveValue('Teal');
  await page.getByLabel('Price').fill('30,000');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.waitForURL('**/dashboard');
  await page.context().addCookies([{ name: 'currency', value: 'JPY', url: page.url() }]);
  await page.goto('/');
  await expect(page.getByRole('article').filter({ hasText: title })).toContainText('¥30,000');
});

test('without JavaScript: buy a work and follow the order', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const page = await newVisitor(plain);
  await expect(async () => {
    await page.goto('/');
    await page.getByRole('link', { name: work.title }).click({ timeout: 1_000 });
  }).toPass();
  await page.getByRole('button', { name: 'Buy this work' }).click();
  await page.waitForURL(/\/c\/pay\//);
  await pay(page);
  await expect(page.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});
