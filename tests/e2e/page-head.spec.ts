import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import sharp from 'sharp';
import { addAccount, addWork, refreshPages } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

const TITLE = 'Not found · MakeYourSpace';

/** What the head of a page says, without a browser: its title, and the URLs of links and properties. */
async function headOf(page: Page, path: string) {
  const response = await page.request.get(path);
  const html = await response.text();
  const all = (pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1] ?? '');
  return { status: response.status(), html, titles: all(/<title>([^<]*)<\/title>/g), all };
}

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
    const { status, titles } = await headOf(page, path);
    expect([path, status, ...titles]).toEqual([path, 404, TITLE]);
  }
  await page.goto('/nowhere');
  await expect(page).toHaveTitle(TITLE);
  await expect(page.getByText('There is nothing here')).toBeVisible();
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
    const { status, titles } = await headOf(page, path);
    expect([path, status, ...titles]).toEqual([path, 404, TITLE]);
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
    const { html, all } = await headOf(page, path);
    expect(all(/<link [^>]*type="application\/rss\+xml"[^>]*>/g), path).toHaveLength(1);
    expect(
      new URL(/<link [^>]*type="application\/rss\+xml"[^>]*href="([^"]*)"/.exec(html)?.[1] ?? '', shop.url).pathname,
    ).toBe('/feed.xml');
  }
  const feed = await page.request.get('/feed.xml');
  expect(feed.headers()['content-type']).toContain('application/rss+xml');
});

test('pages that people share have a picture of their own, which follows the page', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const page = await newVisitor();
  const pictureOf = async (path: string) => {
    const { all } = await headOf(page, path);
    const [picture = ''] = all(/<meta property="og:image" content="([^"]*)"/g);
    expect(picture, path).toMatch(new RegExp(`^${shop.url}/open-graph/`));
    return picture;
  };
  const before = await pictureOf(`/posts/${work.slug}`);
  for (const picture of [await pictureOf('/'), await pictureOf(`/artists/${work.artist.username}`), before]) {
    const response = await page.request.get(picture);
    expect(response.headers()).toMatchObject({ 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=3600' });
    expect(await sharp(await response.body()).metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 630 });
  }
  await shop.database.query(`UPDATE posts SET title = 'Another title' WHERE id = $1`, [work.id]);
  await refreshPages(shop, [`post:${work.slug}`]);
  await expect.poll(() => pictureOf(`/posts/${work.slug}`)).not.toBe(before);
  const old = await page.request.get(before, { maxRedirects: 0 });
  expect(old.status()).toBe(307);
  expect(shop.url + old.headers().location).toBe(await pictureOf(`/posts/${work.slug}`));
  await shop.database.query('UPDATE posts SET hidden_at = now() WHERE id = $1', [work.id]);
  await refreshPages(shop, [`post:${work.slug}`]);
  await expect.poll(async () => (await page.request.get(before)).status()).toBe(404);
});
