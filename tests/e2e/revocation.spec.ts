import { Redis } from 'ioredis';
import type { Page } from 'playwright/test';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { expect, signIn, test } from './fixtures.ts';

/** Counts the page's requests to the two paths that depend on the session. */
function countRequests(page: Page): Record<'/api/live' | '/api/viewer', number> {
  const counts = { '/api/live': 0, '/api/viewer': 0 };
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    if (path === '/api/live' || path === '/api/viewer') counts[path]++;
  });
  return counts;
}

/** Does what an admin's command in another process does. */
async function suspend(shop: Shop, userId: string): Promise<void> {
  await shop.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [userId]);
  const redis = new Redis(shop.redisUrl);
  await redis.publish('live', JSON.stringify({ tags: [], post: null, orderId: null, endedSessionsOf: userId }));
  redis.disconnect();
}

const responseOf = (page: Page, path: string, status: number) =>
  page.waitForResponse((response) => new URL(response.url()).pathname === path && response.status() === status);

test('an open page notices the end of its session, and then continues as a visitor’s page', async ({
  newSignedIn,
  shop,
}) => {
  const person = await addAccount(shop);
  const work = await addWork(shop);
  const page = await newSignedIn(person);
  const opened = responseOf(page, '/api/live', 200);
  await page.goto(`/posts/${work.slug}`);
  await opened;
  await expect(page.getByRole('link', { name: person.username })).toBeVisible();

  const counts = countRequests(page);
  const refused = responseOf(page, '/api/live', 401);
  const visitorStream = responseOf(page, '/api/live', 200);
  await suspend(shop, person.id);
  await refused;
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  // The browser has removed the session cookie, so the next stream is a visitor's, and stays open.
  await visitorStream;
  expect(counts).toEqual({ '/api/live': 2, '/api/viewer': 0 });
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('next-auth.session-token');

  await shop.database.query('UPDATE users SET suspended_at = NULL WHERE id = $1', [person.id]);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, person.username);
  await page.waitForURL('**/dashboard');
  await expect(page.getByRole('banner').getByRole('link', { name: person.username })).toBeVisible();
});

test('a dashboard page whose session has ended redirects to sign in once, and then back', async ({
  newSignedIn,
  shop,
}) => {
  const person = await addAccount(shop);
  const page = await newSignedIn(person);
  await expect(page.getByRole('banner').getByRole('link', { name: person.username })).toBeVisible();
  const counts = countRequests(page);
  await shop.database.query('UPDATE users SET session_version = session_version + 1 WHERE id = $1', [person.id]);
  await page.getByRole('link', { name: 'Purchases' }).click();
  await page.waitForURL('**/sign-in?next=**');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect(counts['/api/viewer']).toBe(1);
  await signIn(page, person.username);
  await page.waitForURL('**/dashboard/**');
  await expect(page.getByRole('banner').getByRole('link', { name: person.username })).toBeVisible();
});

test('a page about somebody leaves a tab once another one has signed out, and Back does not bring it back', async ({
  newSignedIn,
  shop,
}) => {
  const person = await addAccount(shop);
  const page = await newSignedIn(person);
  const other = await page.context().newPage();
  const typing = await page.context().newPage();
  for (const tab of [other, typing]) await tab.goto('/dashboard/settings/profile');
  await expect(other.getByRole('main')).toContainText(person.username);
  await typing.getByLabel('About you').fill('What was typed and not sent');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('navigation', { name: 'Account' })).toContainText('Sign in');

  // A browser for people says this when they come back to the tab.
  const comeBack = (tab: Page) => tab.evaluate(() => window.dispatchEvent(new Event('focus')));
  await comeBack(other);
  await other.waitForURL('**/sign-in?next=%2Fdashboard%2Fsettings%2Fprofile');
  await expect(other.getByRole('main')).not.toContainText(person.username);
  await comeBack(typing);
  await expect(typing.getByLabel('About you')).toHaveValue('What was typed and not sent');

  await page.goBack();
  await page.waitForURL('**/sign-in?next=**');
  await expect(page.getByRole('main')).not.toContainText(person.username);
});
