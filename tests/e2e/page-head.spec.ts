import { randomUUID } from 'node:crypto';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

const TITLE = 'Not found · MakeYourSpace';

test('what does not exist has a title that says so, and the status 404', async ({ newVisitor }) => {
  const page = await newVisitor();
  for (const path of [
    '/nowhere',
    '/nowhere/at/all',
    '/posts/no-such-work',
    '/posts/no-such-work/nowhere',
    '/artists/no-such-artist',
    '/artists/no-such-artist?after=1_2',
    '/artists?after=1_2',
    '/collections/no-such-collection',
    '/?after=1_2',
    '/search?q=blue&after=1_2',
    `/orders/${randomUUID()}`,
    '/orders/1',
  ]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page, path).toHaveTitle(TITLE);
    await expect(page.getByText('There is nothing here')).toBeVisible();
    expect(await page.locator('title').count(), path).toBe(1);
  }
});

test('so does what is not there for somebody who is signed in', async ({ newSignedIn, shop }) => {
  const work = await addWork(shop);
  const member = await newSignedIn(await addAccount(shop));
  const admin = await newSignedIn(await addAccount(shop, { role: 'ADMIN' }));
  for (const [page, path] of [
    [member, `/posts/${work.slug}/edit`],
    [member, `/dashboard/sales/${randomUUID()}`],
    [member, `/dashboard/works/${work.slug}/visitors`],
    [member, '/admin'],
    [member, '/admin/ledger'],
    [admin, '/admin/events/evt_1'],
    [admin, `/admin/collections/${randomUUID()}`],
  ] as const) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page, path).toHaveTitle(TITLE);
  }
});

test('every page names the feed', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const page = await newVisitor();
  for (const path of [
    '/',
    `/?after=1_${randomUUID()}`,
    `/posts/${work.slug}`,
    `/artists/${work.artist.username}`,
    '/search',
    '/search?q=study',
    '/sign-in',
    '/currency',
    '/nowhere',
  ]) {
    await page.goto(path);
    const feeds = page.locator('link[rel=alternate][type="application/rss+xml"]');
    await expect(feeds, path).toHaveCount(1);
    const href = await feeds.getAttribute('href');
    expect(new URL(href ?? '', page.url()).pathname).toBe('/feed.xml');
  }
  const feed = await page.request.get(new URL('/feed.xml', page.url()).href);
  expect(feed.headers()['content-type']).toContain('application/rss+xml');
});
