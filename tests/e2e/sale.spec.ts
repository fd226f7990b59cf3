import type { Page } from 'playwright/test';
import sharp from 'sharp';
import { addWork, mailsTo, PASSWORD, uniqueName } from '../support/shop/shop-data.ts';
import { beginToBuy, DECLINED_CARD, expect, pay, test } from './fixtures.ts';

const photograph = (name: string, background: string) =>
  sharp({ create: { width: 900, height: 1200, channels: 3, background } })
    .jpeg()
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } })
    .toBuffer()
    .then((buffer) => ({ name, mimeType: 'image/jpeg', buffer }));

test('an artist posts a work with two photographs and a buyer buys it', async ({ newVisitor, shop }) => {
  const [artist, buyer, passerBy] = [await newVisitor(), await newVisitor(), await newVisitor()];
  const username = uniqueName('artist');
  const title = `Two Oranges ${username}`;

  await artist.goto('/sign-up');
  await artist.getByLabel('Username').fill(username);
  await artist.getByLabel('Email').fill(`${username}@example.org`);
  await artist.getByLabel('Password').fill(PASSWORD);
  await artist.getByRole('button', { name: 'Sign up' }).click();
  await artist.waitForURL('**/dashboard');

  await artist.getByRole('link', { name: 'Post a work' }).last().click();
  await artist
    .getByLabel('Add pictures')
    .setInputFiles([await photograph('front.jpg', 'orange'), await photograph('back.jpg', 'navy')]);
  await artist.getByLabel('Picture 1: what does it show?').fill('Two oranges');
  await artist.getByLabel('Picture 2: what does it show?').fill('The back of the canvas');
  await artist.getByLabel('Title').fill(title);
  await artist.getByLabel('Price').fill('1,200.50');
  await artist.getByLabel('Content').fill('First paragraph.\n\nSecond paragraph.');
  await artist.getByLabel('Tags').fill('Orange, still life');
  await artist.getByRole('button', { name: 'List in the gallery' }).click();
  await artist.waitForURL('**/dashboard');

  await passerBy.goto('/');
  const card = passerBy.getByRole('article').filter({ hasText: title });
  await expect(card).toContainText('€1,200.50');

  await buyer.goto('/');
  await buyer.getByRole('link', { name: title }).click();
  await expect(buyer.getByRole('heading', { name: title })).toBeVisible();
  await expect(buyer.getByAltText('The back of the canvas')).toBeVisible();
  await expect(buyer.getByText('Second paragraph.')).toBeVisible();
  await buyer.getByRole('button', { name: 'Buy this work' }).click();
  await buyer.waitForURL(/\/c\/pay\//);
  await expect(buyer.getByText('€1,200.50').first()).toBeVisible();
  await expect(card).toContainText('being bought');
  await pay(buyer, { email: 'bo@example.org' });

  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
  await expect(card).toContainText('Sold');
  await buyer.getByRole('link', { name: title }).click();
  await expect(buyer.getByRole('main').getByText('Sold')).toBeVisible();
  await expect(buyer.getByRole('button', { name: 'Buy this work' })).toBeHidden();

  await artist.goto('/dashboard/sales');
  await expect(artist.getByRole('main')).toContainText('Bo Buyer');
  await expect(artist.getByRole('main')).toContainText('€1,200.50');
  await expect
    .poll(() => mailsTo(shop, 'bo@example.org').then((mails) => mails.map(({ subject }) => subject)))
    .toEqual([`“${title}” is yours`]);
  await expect
    .poll(() => mailsTo(shop, `${username}@example.org`).then((mails) => mails.map(({ subject }) => subject)))
    .toEqual([`You sold “${title}”`]);
});

test('a declined card can be followed by a good one', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await beginToBuy(buyer, work.slug);
  await pay(buyer, { card: DECLINED_CARD });
  await expect(buyer.getByText('Your card was declined.')).toBeVisible();
  await expect(buyer.getByLabel('Name on card')).toHaveValue('Bo Buyer');
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});

test('cancelling gives the work back, to everybody who looks at it', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const [buyer, other] = [await newVisitor(), await newVisitor()];
  await beginToBuy(buyer, work.slug);
  await other.goto(`/posts/${work.slug}`);
  await expect(other.getByText('Somebody is buying this work')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Buy this work' })).toBeDisabled();
  await buyer.getByRole('link', { name: /Back/ }).click();
  await buyer.waitForURL(`**/posts/${work.slug}`);
  await expect(other.getByRole('button', { name: 'Buy this work' })).toBeEnabled();
  await beginToBuy(other, work.slug);
  await pay(other);
  await expect(other.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});

test('a second tab of the same buyer leads to the same payment page', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  const second = await buyer.context().newPage();
  await second.goto(`/posts/${work.slug}`);
  // The second tab saw the work free and learns of the hold live; its form is sent all the same.
  await beginToBuy(buyer, work.slug);
  await second.locator('form[action$="/buy"]').evaluate((form: HTMLFormElement) => form.submit());
  await second.waitForURL(/\/c\/pay\//);
  expect(second.url()).toBe(buyer.url());
});

test('a work that somebody else is buying is refused with the reason', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const [buyer, other] = [await newVisitor(), await newVisitor()];
  await other.goto(`/posts/${work.slug}`);
  await beginToBuy(buyer, work.slug);
  await other.locator('form[action$="/buy"]').evaluate((form: HTMLFormElement) => form.submit());
  await expect(other.getByRole('alert').filter({ hasText: 'Somebody is buying this work right now' })).toBeVisible();
});

test('a delayed payment is followed until it succeeds', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await beginToBuy(buyer, work.slug);
  await buyer.getByLabel('Bank debit (delayed), succeeds later').check();
  await payByDebit(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});

test('a delayed payment that fails frees the work', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await beginToBuy(buyer, work.slug);
  await buyer.getByLabel('Bank debit (delayed), fails later').check();
  await payByDebit(buyer);
  await expect(buyer.getByRole('heading', { name: 'The payment failed' })).toBeVisible();
  await buyer.getByRole('link', { name: work.title }).click();
  await expect(buyer.getByRole('button', { name: 'Buy this work' })).toBeEnabled();
});

test('the worker is killed between payment and sale, and the work is sold once', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await beginToBuy(buyer, work.slug);
  shop.kill('worker');
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Confirming your payment' })).toBeVisible();
  await shop.restart('worker');
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
  const { rows } = await shop.database.query('SELECT status FROM orders WHERE post_id = $1', [work.id]);
  expect(rows).toEqual([{ status: 'PAID' }]);
});

async function payByDebit(page: Page) {
  await page.getByLabel('Email').fill('bo@example.org');
  await page.getByRole('button', { name: /^Pay/ }).click();
}
