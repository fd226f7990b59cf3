import { addAccount, PASSWORD } from '../support/shop/shop-data.ts';
import { expect, signIn, test } from './fixtures.ts';

test('signs in with the username or the email in any letter case, and signs out', async ({ newVisitor, shop }) => {
  const person = await addAccount(shop);
  for (const name of [person.username.toUpperCase(), person.email]) {
    const page = await newVisitor();
    await page.goto('/sign-in?next=/dashboard/purchases');
    await signIn(page, name);
    await page.waitForURL('**/dashboard/purchases');
    await expect(page.getByRole('navigation', { name: 'Account' })).toContainText(person.username);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('navigation', { name: 'Account' })).toContainText('Sign in');
    await page.goto('/dashboard');
    await page.waitForURL('**/sign-in?next=%2Fdashboard');
  }
});

test('shows the same message for a wrong password and an unknown name, and keeps the name', async ({
  newVisitor,
  shop,
}) => {
  const person = await addAccount(shop);
  const page = await newVisitor();
  for (const name of [person.username, 'nobody-of-this-name']) {
    await page.goto('/sign-in');
    await signIn(page, name, 'not the password');
    await expect(page.getByText('Wrong username or password.')).toBeVisible();
    await expect(page.getByLabel('Username or email')).toHaveValue(name);
    await expect(page.getByLabel('Password')).toHaveValue('');
  }
});

test('refuses taken names, common passwords and redirects to another site', async ({ newVisitor, shop }) => {
  const person = await addAccount(shop);
  const page = await newVisitor();
  await page.goto('/sign-up?next=//evil.example');
  await page.getByLabel('Username').fill(person.username.toUpperCase());
  await page.getByLabel('Email').fill('new-person@example.org');
  await page.getByLabel('Password').fill('password1');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText('This password is too common')).toBeVisible();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText('This password is too common')).toBeHidden();
  await expect(page.getByText('This username is already taken.')).toBeVisible();
  await page.getByLabel('Username').fill(`${person.username}-2`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.waitForURL(`${shop.url}/dashboard`);
});

test('people see where they are signed in, and sign out other devices', async ({ newSignedIn, shop }) => {
  const person = await addAccount(shop);
  const userAgent =
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36';
  const abroad = { userAgent, extraHTTPHeaders: { 'cf-ipcountry': 'PT' } };
  const page = await newSignedIn(person);
  const phonePage = await newSignedIn(person, abroad);
  for (let device = 0; device < 2; device++) await newSignedIn(person);
  await page.goto('/dashboard/settings');
  await page.getByRole('link', { name: 'See where you are signed in' }).click();
  await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeVisible();
  const rows = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('button') });
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText('This device');
  await expect(page.getByRole('link', { name: 'Settings' })).toHaveAttribute('aria-current', 'page');

  await rows.filter({ hasText: 'Chrome on Android, Portugal' }).getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'That device is signed out.' })).toBeVisible();
  await expect(rows).toHaveCount(3);
  await phonePage.goto('/dashboard');
  await expect(phonePage.getByLabel('Password')).toBeVisible();

  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(page.getByText('All other devices are signed out.')).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Sign out everywhere else' })).toHaveCount(0);
  await rows.getByRole('button', { name: 'Sign out on this device' }).click();
  await expect(page.getByRole('navigation', { name: 'Account' })).toContainText('Sign in');
});

test('a password change ends all other sessions and keeps this one', async ({ newSignedIn, shop }) => {
  const person = await addAccount(shop);
  const [page, otherPage] = [await newSignedIn(person), await newSignedIn(person)];
  await page.goto('/dashboard/settings');
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill('another long sentence');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password has been changed.')).toBeVisible();
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { name: 'Your works' })).toBeVisible();
  await otherPage.goto('/dashboard');
  await otherPage.waitForURL('**/sign-in?next=%2Fdashboard');
});

test('a suspended account is signed out at its next request', async ({ newSignedIn, shop }) => {
  const person = await addAccount(shop);
  const page = await newSignedIn(person);
  await shop.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [person.id]);
  await page.goto('/posts/new');
  await page.waitForURL('**/sign-in?next=%2Fposts%2Fnew');
});

test('a password manager finds the form for another password', async ({ newVisitor, shop }) => {
  const person = await addAccount(shop);
  const page = await newVisitor();
  await page.goto('/.well-known/change-password');
  await signIn(page, person.username);
  // The page that asked, not the first one of the dashboard.
  await page.waitForURL('**/dashboard/settings');
  await page.goto('/.well-known/change-password');
  await expect(page).toHaveURL(/\/dashboard\/settings#password$/);
  await expect(page.getByLabel('Current password')).toBeInViewport();
});
