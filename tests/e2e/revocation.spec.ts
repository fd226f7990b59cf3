import { Redis } from 'ioredis';
import type { Page } from 'playwright/test';
import type { Shop } from '../support/shop/shop.ts';
import { addPerson, addWork } from '../support/shop/shop-data.ts';
import { expect, signIn, test } from './fixtures.ts';

/** Counts what this page asks of the two addresses that know of the session. */
function countRequests(page: Page): Record<'/api/live' | '/api/viewer', number> {
  const counts = { '/api/live': 0, '/api/viewer': 0 };
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    if (path === '/api/live' || path === '/api/viewer') counts[path]++;
  });
  return counts;
}

/** As an admin's command does, in another process. */
async function suspend(shop: Shop, userId: string): Promise<void> {
  await shop.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [userId]);
  const redis = new Redis(shop.redisUrl);
  await redis.publish('live', JSON.stringify({ tags: [], post: null, orderId: null, endedSessionsOf: userId }));
  redis.disconnect();
}

const answerOf = (page: Page, path: string, status: number) =>
  page.waitForResponse((response) => new URL(response.url()).pathname === path && response.status() === status);

test('an open page whose session is ended notices, becomes a visitor’s and asks no more', async ({
  newSignedIn,
  shop,
}) => {
  const person = await addPerson(shop);
  const work = await addWork(shop);
  const page = await newSignedIn(person);
  const opened = answerOf(page, '/api/live', 200);
  await page.goto(`/posts/${work.slug}`);
  await opened;
  await expect(page.getByRole('link', { name: person.username })).toBeVisible();

  const counts = countRequests(page);
  const refused = answerOf(page, '/api/live', 401);
  const visitors = answerOf(page, '/api/live', 200);
  await suspend(shop, person.id);
  await refused;
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  // The browser has forgotten the session, so the next stream is a visitor's, and stays open.
  await visitors;
  expect(counts).toEqual({ '/api/live': 2, '/api/viewer': 0 });
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('next-auth.session-token');

  await shop.database.query('UPDATE users SET suspended_at = NULL WHERE id = $1', [person.id]);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, person.username);
  await page.waitForURL('**/dashboard');
  await expect(page.getByRole('banner').getByRole('link', { name: person.username })).toBeVisible();
});

test('a page of the dashboard whose session is ended leads to sign in once, and back', async ({
  newSignedIn,
  shop,
}) => {
  const person = await addPerson(shop);
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
