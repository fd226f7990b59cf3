import { addPerson, PASSWORD } from '../support/shop/shop-data.ts';
import { expect, signIn, test } from './fixtures.ts';

test('signs in with the username or the email, in any case, and out again', async ({ newVisitor, shop }) => {
  const person = await addPerson(shop);
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

test('says the same for a wrong password and an unknown name, and keeps the name', async ({ newVisitor, shop }) => {
  const person = await addPerson(shop);
  const page = await newVisitor();
  for (const name of [person.username, 'nobody-of-this-name']) {
    await page.goto('/sign-in');
    await signIn(page, name, 'not the password');
    await expect(page.getByText('Wrong username or password.')).toBeVisible();
    await expect(page.getByLabel('Username or email')).toHaveValue(name);
    await expect(page.getByLabel('Password')).toHaveValue('');
  }
});

test('refuses taken names, common passwords and leads to another site', async ({ newVisitor, shop }) => {
  const person = await addPerson(shop);
  const page = await newVisitor();
  await page.goto('/sign-up?next=//evil.example');
  await page.getByLabel('Username').fill(person.username.toUpperCase());
  await page.getByLabel('Email').fill('new-person@example.org');
  await page.getByLabel('Password').fill('password1');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText('one of the first that attackers try')).toBeVisible();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText('Somebody already has this username.')).toBeVisible();
  await page.getByLabel('Username').fill(`${person.username}-2`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.waitForURL(`${shop.url}/dashboard`);
});

test('a change of password ends the other sessions and keeps this one', async ({ newSignedIn, shop }) => {
  const person = await addPerson(shop);
  const [here, there] = [await newSignedIn(person), await newSignedIn(person)];
  await here.goto('/dashboard/settings');
  await here.getByLabel('Current password').fill(PASSWORD);
  await here.getByLabel('New password').fill('another long sentence');
  await here.getByRole('button', { name: 'Change password' }).click();
  await expect(here.getByText('Your password is changed.')).toBeVisible();
  await here.goto('/dashboard');
  await expect(here.getByRole('heading', { name: 'Your works' })).toBeVisible();
  await there.goto('/dashboard');
  await there.waitForURL('**/sign-in?next=%2Fdashboard');
});

test('a suspended account is out at the next request', async ({ newSignedIn, shop }) => {
  const person = await addPerson(shop);
  const page = await newSignedIn(person);
  await shop.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [person.id]);
  await page.goto('/posts/new');
  await page.waitForURL('**/sign-in?next=%2Fposts%2Fnew');
});
