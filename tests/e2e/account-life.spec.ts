import type { Page } from 'playwright/test';
import { addAccount, addWork, linkTo, mailsTo, PASSWORD, uniqueName } from '../support/shop/shop-data.ts';
import { expect, proveEmail, signIn, test } from './fixtures.ts';

const NEW_PASSWORD = 'another horse battery';

async function signUp(page: Page, username: string, email: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.waitForURL('**/dashboard');
}

async function forget(page: Page, name: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible();
  await page.getByLabel('Username or email').fill(name);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('If there is an account with this name or email')).toBeVisible();
}

test('the first work waits as a draft until the address is confirmed', async ({ newVisitor, shop }) => {
  const [username, title] = [uniqueName('first'), uniqueName('First work')];
  const email = `${username}@example.org`;
  const page = await newVisitor();
  await signUp(page, username, email);
  await expect(page.getByRole('heading', { name: 'Please confirm your email address' })).toBeVisible();
  await page.goto('/posts/new');
  const { default: sharp } = await import('sharp');
  const buffer = await sharp({ create: { width: 400, height: 500, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  await page.getByLabel('Add pictures').setInputFiles({ name: 'teal.png', mimeType: 'image/png', buffer });
  await page.getByLabel('Describe picture 1').fill('Teal');
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Price').fill('120');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.waitForURL('**/dashboard?*');
  await expect(page.getByRole('status').filter({ hasText: 'Saved as a draft' })).toBeVisible();
  await expect(page.getByText('Draft', { exact: true })).toBeVisible();

  await proveEmail(page, shop, email);
  await page.getByRole('link', { name: 'Your works' }).click();
  await expect(page.getByRole('heading', { name: 'Please confirm your email address' })).toBeHidden();
  await page.getByRole('button', { name: `Publish ${title}` }).click();
  await expect(page.getByText('Published', { exact: true })).toBeVisible();
});

test('opening a link changes nothing; its button works once', async ({ newVisitor, shop }) => {
  const username = uniqueName('linked');
  const email = `${username}@example.org`;
  const page = await newVisitor();
  await signUp(page, username, email);
  const path = await linkTo(shop, email, 'prove-email');
  for (let scanner = 0; scanner < 3; scanner++) await page.request.get(path);
  await page.goto(path);
  await expect(page.getByText(`Is ${email} the email address`)).toBeVisible();
  await page.getByRole('button', { name: 'Yes, confirm it' }).click();
  await expect(page.getByText('Your email address is confirmed.')).toBeVisible();
  await page.goto(path);
  await expect(page.getByText('This link has expired, was used already')).toBeVisible();
});

test('signing up with a taken address looks like any other sign-up', async ({ newVisitor, shop }) => {
  const owner = await addAccount(shop);
  const page = await newVisitor();
  await signUp(page, uniqueName('same'), owner.email);
  await expect(page.getByText(`We sent a link to ${owner.email}`)).toBeVisible();
  await expect
    .poll(async () => (await mailsTo(shop, owner.email)).map(({ subject }) => subject))
    .toEqual(['You already have an account at MakeYourSpace']);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? '' : 'without JavaScript: ';
  test(`${how}a forgotten password, replaced in a second browser, ends the first`, async ({
    newSignedIn,
    newVisitor,
    shop,
  }) => {
    const person = await addAccount(shop);
    const first = await newSignedIn(person);
    const second = await newVisitor({ javaScriptEnabled });
    await forget(second, person.email);
    await second.goto(await linkTo(shop, person.email, 'reset-password'));
    await second.getByLabel('New password').fill('password123');
    await second.getByRole('button', { name: 'Change password' }).click();
    await expect(second.getByText('This password is too common')).toBeVisible();
    await second.getByLabel('New password').fill(NEW_PASSWORD);
    await second.getByRole('button', { name: 'Change password' }).click();
    await expect(second.getByText('Your password has been changed.')).toBeVisible();
    await signIn(second, person.username, NEW_PASSWORD);
    await second.waitForURL('**/dashboard');
    await first.goto('/dashboard');
    await expect(first.getByLabel('Password')).toBeVisible();
  });
}

test('a name that nobody has gets the same response as any other', async ({ newVisitor, shop }) => {
  const person = await addAccount(shop);
  const page = await newVisitor();
  await forget(page, person.username);
  const known = await page.getByRole('main').textContent();
  await forget(page, 'nobody-of-this-name');
  expect(await page.getByRole('main').textContent()).toBe(known);
});

test('an email address changes by a link, and back by another', async ({ newSignedIn, newVisitor, shop }) => {
  const person = await addAccount(shop);
  const page = await newSignedIn(person);
  const email = `${uniqueName('new')}@example.org`;
  await page.goto('/dashboard/settings');
  await page.getByRole('link', { name: 'Change your email address or username' }).click();
  await page.getByLabel('New email address').fill(email);
  await page.getByRole('button', { name: 'Change email' }).click();
  await expect(page.getByText(`We have sent a link to ${email}.`)).toBeVisible();
  await page.goto(await linkTo(shop, email, 'change-email'));
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByText('Your email address has been changed.')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Email and username' }).click();
  await expect(page.getByRole('main')).toContainText(`${email}, confirmed`);

  const owner = await newVisitor();
  await owner.goto(await linkTo(shop, person.email, 'undo-email-change'));
  await owner.getByRole('button', { name: 'Take the change back' }).click();
  await expect(owner.getByText('Your email address is as it was before')).toBeVisible();
  await page.goto('/dashboard/settings');
  await expect(page.getByLabel('Password')).toBeVisible();
});

test('after a change of username the old address of the page leads to the new one', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const username = uniqueName('renamed');
  const visitor = await newVisitor();
  await visitor.goto(`/artists/${work.artist.username}`);
  const page = await newSignedIn(work.artist);
  await page.goto('/dashboard/settings/account');
  await page.getByLabel('New username').fill(username);
  await page.getByRole('button', { name: 'Change username' }).click();
  await expect(page.getByText('Your username has been changed.')).toBeVisible();
  await expect(async () => {
    await visitor.goto(`/artists/${work.artist.username}`);
    expect(new URL(visitor.url()).pathname).toBe(`/artists/${username}`);
  }).toPass();
  await expect(visitor.getByRole('link', { name: work.title })).toBeVisible();
  const response = await fetch(`${shop.url}/artists/${work.artist.username}`, { redirect: 'manual' });
  expect(response.status).toBe(308);
  expect(new URL(response.headers.get('location') ?? '', shop.url).pathname).toBe(`/artists/${username}`);
});
