import type { Page } from 'playwright/test';
import { addAccount, PASSWORD } from '../support/shop/shop-data.ts';
import { expect, signIn, test } from './fixtures.ts';
import { pressConfirmed } from './press-confirmed.ts';

/** A device that keeps passkeys and knows its owner, in the browser of this page. */
async function addAuthenticator(page: Page): Promise<{ setVerified(isVerified: boolean): Promise<void> }> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async setVerified(isUserVerified) {
      await client.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}

const signOut = async (page: Page) => {
  await page.goto('/dashboard');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('navigation', { name: 'Account' })).toContainText('Sign in');
};

test('a passkey is added, signs in alone and after the password, and is removed', async ({ newSignedIn, shop }) => {
  const person = await addAccount(shop);
  const page = await newSignedIn(person);
  await addAuthenticator(page);
  await page.goto('/dashboard/settings/security');
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await page.getByLabel('Name').fill('My phone');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('The passkey “My phone” is yours to sign in with.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Your recovery codes' }).getByRole('listitem')).toHaveCount(10);
  await page.getByRole('link', { name: /Continue/ }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'My phone' })).toContainText('not used yet');
  await expect(page.getByText('10 of 10 left')).toBeVisible();

  await signOut(page);
  await page.goto('/sign-in?next=/dashboard/purchases');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL('**/dashboard/purchases');
  await expect(page.getByRole('banner').getByRole('link', { name: person.username })).toBeVisible();

  await signOut(page);
  await page.goto('/sign-in?next=/dashboard/sales');
  await signIn(page, person.username);
  await page.waitForURL('**/sign-in/second-factor');
  await page.goto('/dashboard');
  await page.waitForURL('**/sign-in?next=%2Fdashboard');
  await page.goto('/sign-in/second-factor');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL('**/dashboard/sales');

  await page.goto('/dashboard/settings/security');
  await pressConfirmed(page, 'Remove the passkey My phone');
  await expect(page.getByText('The passkey is removed.')).toBeVisible();
  await signOut(page);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('No account here has this passkey.');
  await signIn(page, person.username);
  await page.waitForURL('**/dashboard');
});

test('an old session is confirmed with a passkey; a refused one says so', async ({ newSignedIn, shop }) => {
  const person = await addAccount(shop);
  const page = await newSignedIn(person);
  const authenticator = await addAuthenticator(page);
  await page.goto('/dashboard/settings/security/passkey');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('link', { name: /Continue/ }).click();
  await shop.database.query("UPDATE sessions SET proven_at = now() - interval '16 minutes' WHERE user_id = $1", [
    person.id,
  ]);
  await pressConfirmed(page, /^Remove the passkey/);
  await page.waitForURL('**/confirm?next=**');
  await authenticator.setVerified(false);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('No passkey was used.');
  await authenticator.setVerified(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByText('Nothing has been changed yet: please press the button again.')).toBeVisible();
  await pressConfirmed(page, /^Remove the passkey/);
  await expect(page.getByText('The passkey is removed.')).toBeVisible();
});

test('the only way into an account is not removed', async ({ newSignedIn, shop }) => {
  const person = await addAccount(shop);
  const page = await newSignedIn(person);
  await addAuthenticator(page);
  await page.goto('/dashboard/settings/security/passkey');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('link', { name: /Continue/ }).click();
  // As an account that only GitHub or a passkey opens; a change of the password ends its sessions.
  await shop.database.query('UPDATE users SET password_hash = NULL WHERE id = $1', [person.id]);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL('**/dashboard');
  await page.goto('/dashboard/settings/security');
  await pressConfirmed(page, /^Remove the passkey/);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This is the only way into your account.');
  await expect(page.getByText(/^Remove the passkey/).first()).toBeVisible();
});

test('an admin is asked for a second factor on the first visit, and led back', async ({ newSignedIn, shop }) => {
  const person = await addAccount(shop);
  await shop.database.query("UPDATE users SET role = 'ADMIN' WHERE id = $1", [person.id]);
  const page = await newSignedIn(person);
  await addAuthenticator(page);
  for (const path of ['/admin', '/admin/events', '/admin/ledger', '/admin/rates', '/admin/accounts']) {
    await page.goto(path);
    await expect(page).toHaveURL(`/dashboard/settings/security?next=${encodeURIComponent(path)}`);
  }
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Admins and moderators need a second factor');
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('link', { name: /Continue/ }).click();
  await page.waitForURL('**/admin/accounts');
  await expect(page.getByRole('heading', { name: 'Accounts' })).toBeVisible();
});

test('a person with only a password is offered nothing else', async ({ newSignedIn, shop }) => {
  const person = await addAccount(shop);
  const page = await newSignedIn(person);
  await shop.database.query("UPDATE sessions SET proven_at = now() - interval '16 minutes' WHERE user_id = $1", [
    person.id,
  ]);
  await page.goto('/dashboard/settings/security/passkey');
  await page.waitForURL('**/confirm?next=**');
  await expect(page.getByRole('button', { name: 'Use a passkey' })).toHaveCount(0);
  await expect(page.getByLabel(/code/i)).toHaveCount(0);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('This is not your current password.')).toBeVisible();
  await expect(page.getByLabel('Password')).toHaveValue('');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL('**/dashboard/settings/security/passkey');
  await page.goto('/confirm?next=//evil.example');
  await page.waitForURL('**/dashboard');
});
