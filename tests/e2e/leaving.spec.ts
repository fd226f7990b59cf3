import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { eventually } from '../support/eventually.ts';
import { readZip } from '../support/read-zip.ts';
import { addAccount, addWork, mailsTo, uniqueName } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { expect, goToPayment, pay, test } from './fixtures.ts';

const keep = (page: Page) => page.getByRole('button', { name: 'Keep my account' });

/** The link in a mail about something, once the mail is there. */
async function linkTo(shop: Shop, address: string, pattern: RegExp): Promise<string> {
  return eventually(async () => {
    const found = (await mailsTo(shop, address)).map(({ text }) => pattern.exec(text)?.[0]).find((link) => link);
    expect(found).toBeDefined();
    return found ?? '';
  }, 20_000);
}

test('people export what is stored about them, and nobody else gets the file', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const artist = await addAccount(shop, { displayName: 'Mira Castellan' });
  const work = await addWork(shop, { artist });
  const page = await newSignedIn(artist);
  await page.goto('/dashboard/settings');
  await page.getByRole('link', { name: 'Export your data' }).click();
  await page.getByRole('button', { name: 'Export my data' }).click();
  // The worker may be faster than the page.
  await expect(page.getByText('is being made').or(page.getByRole('link', { name: 'Download' }))).toBeVisible();
  await linkTo(shop, artist.email, /http\S+\/dashboard\/settings\/data/);
  await page.goto('/dashboard/settings/data');
  const link = page.getByRole('link', { name: 'Download' });
  const href = (await link.getAttribute('href')) ?? '';
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const files = await readZip(readFileSync(await download.path()));
  const { rows } = await shop.database.query('SELECT id, title, slug, status FROM posts WHERE artist_id = $1', [
    artist.id,
  ]);
  expect(JSON.parse(String(files.get('works.json')))).toMatchObject(rows);
  const stored = await shop.database.query('SELECT username, email, display_name FROM users WHERE id = $1', [
    artist.id,
  ]);
  expect(JSON.parse(String(files.get('account.json')))).toMatchObject(stored.rows);
  expect([...files.keys()].filter((name) => name.startsWith(`pictures/${work.slug}/`))).toHaveLength(1);

  const response = await page.request.get(href);
  expect(response.headers()).toMatchObject({
    'content-type': 'application/zip',
    'cache-control': 'private, no-store',
    'content-disposition': expect.stringContaining('attachment'),
  });
  const other = await newSignedIn(await addAccount(shop));
  expect((await other.request.get(href)).status()).toBe(404);
  const nobody = await newVisitor();
  const refused = await nobody.request.get(href, { maxRedirects: 0 });
  expect([refused.status(), refused.headers().location]).toEqual([303, expect.stringContaining('/sign-in?next=')]);
});

for (const javaScriptEnabled of [true, false]) {
  test(`an account is closed and kept again, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    newSignedIn,
    newVisitor,
    shop,
  }) => {
    const artist = await addAccount(shop);
    const work = await addWork(shop, { artist });
    const page = await newSignedIn(artist, { javaScriptEnabled });
    const visitor = await newVisitor();
    const statusOf = async () => (await visitor.request.get(`/posts/${work.slug}`)).status();
    expect(await statusOf()).toBe(200);
    await page.goto('/dashboard/settings/data');
    await page.getByRole('link', { name: 'What closing means' }).click();
    await page.getByRole('button', { name: 'Close my account' }).click();
    await expect(page.getByText('Your account will be closed after')).toBeVisible();
    await expect.poll(statusOf).toBe(404);
    expect((await visitor.request.get(`/artists/${artist.username}`)).status()).toBe(404);

    const again = await newSignedIn(artist, { javaScriptEnabled });
    await keep(again).click();
    await expect(again.getByText('Your account stays')).toBeVisible();
    await expect(keep(again)).toHaveCount(0);
    await expect.poll(statusOf).toBe(200);
  });
}

test('what is not finished is named, and the account stays', async ({ newSignedIn, newVisitor, shop }) => {
  const artist = await addAccount(shop);
  const work = await addWork(shop, { artist });
  const page = await newSignedIn(artist);
  await page.goto('/dashboard/settings/data/close');
  await expect(page.getByRole('button', { name: 'Close my account' })).toBeVisible();
  await goToPayment(await newVisitor(), work.slug);
  await page.getByRole('button', { name: 'Close my account' }).click();
  await expect(page.getByText('Your account cannot be closed yet.')).toBeVisible();
  await expect(page.getByText(`Somebody is buying your work “${work.title}” right now.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Close my account' })).toHaveCount(0);
});

test('closing asks again who is there, if that was long ago', async ({ newSignedIn, shop }) => {
  const person = await addAccount(shop);
  const page = await newSignedIn(person);
  await shop.database.query("UPDATE sessions SET proven_at = now() - interval '1 hour' WHERE user_id = $1", [
    person.id,
  ]);
  await page.goto('/dashboard/settings/data/close');
  await page.waitForURL('**/confirm?next=*');
});

test('after seven days the person is gone, and a sold work keeps its page', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const displayName = uniqueName('Mira');
  const artist = await addAccount(shop, { displayName });
  const work = await addWork(shop, { artist });
  const buyer = await newVisitor();
  await goToPayment(buyer, work.slug);
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
  const page = await newSignedIn(artist);
  await page.goto('/dashboard/settings/data/close');
  await page.getByRole('button', { name: 'Close my account' }).click();
  await expect(keep(page)).toBeVisible();
  await shop.database.query("UPDATE users SET closes_at = now() - interval '1 second' WHERE id = $1", [artist.id]);
  await shop.restart('worker');
  await linkTo(shop, artist.email, /is closed/);
  const visitor = await newVisitor();
  await visitor.goto(`/posts/${work.slug}`);
  await expect(visitor.getByText('Closed account')).toBeVisible();
  await expect(visitor.getByText(displayName)).toHaveCount(0);
  await page.goto('/dashboard');
  await page.waitForURL('**/sign-in?next=*');
});

test('a guest removes themselves from an order by a link in a mail, without JavaScript', async ({
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const page = await newVisitor({ javaScriptEnabled: false });
  const email = `guest-${work.slug}@example.org`;
  await goToPayment(page, work.slug);
  await pay(page, { email });
  await expect(page.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
  const orderUrl = page.url().replace(/\?.*/, '');
  await shop.database.query("UPDATE orders SET paid_at = paid_at - interval '31 days' WHERE buyer_email = $1", [email]);
  await page.goto(orderUrl);
  await page.getByRole('button', { name: 'Remove my personal data from this order' }).click();
  await expect(page.getByText('We have sent a link')).toBeVisible();
  const link = await linkTo(shop, email, /http\S+\/orders\/erase\?token=[\w-]{43}/);
  await page.goto(link);
  await page.getByRole('button', { name: 'Remove my data' }).click();
  await expect(page.getByText('were removed from this order')).toBeVisible();
  await expect(page.getByText(email)).toHaveCount(0);
  const { rows } = await shop.database.query(
    'SELECT buyer_email, buyer_name, buyer_country FROM orders JOIN posts ON posts.id = post_id WHERE slug = $1',
    [work.slug],
  );
  expect(rows).toEqual([{ buyer_email: null, buyer_name: null, buyer_country: null }]);
  await page.goto(link);
  await expect(page.getByText('This link has expired')).toBeVisible();
});
