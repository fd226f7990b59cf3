import type { Page } from 'playwright/test';
import sharp from 'sharp';
import { addWork, mailsTo, PASSWORD, uniqueName } from '../support/shop/shop-data.ts';
import { DECLINED_CARD, expect, goToPayment, pay, proveEmail, test } from './fixtures.ts';

const photograph = (name: string, background: string) =>
  sharp({ create: { width: 900, height: 1200, channels: 3, background } })
    .jpeg()
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } })
    .toBuffer()
    .then((buffer) => ({ name, mimeType: 'image/jpeg', buffer }));

test('an artist posts a work with two photographs and a buyer buys it', async ({ newVisitor, shop }) => {
  const [artist, buyer, visitor] = [await newVisitor(), await newVisitor(), await newVisitor()];
  const username = uniqueName('artist');
  const title = `Two Oranges ${username}`;

  await artist.goto('/sign-up');
  await artist.getByLabel('Username').fill(username);
  await artist.getByLabel('Email').fill(`${username}@example.org`);
  await artist.getByLabel('Password').fill(PASSWORD);
  await artist.getByRole('button', { name: 'Sign up' }).click();
  await artist.waitForURL('**/dashboard');
  await proveEmail(artist, shop, `${username}@example.org`);

  await artist.goto('/dashboard');
  await artist.getByRole('link', { name: 'Post a work' }).last().click();
  await artist
    .getByLabel('Add pictures')
    .setInputFiles([await photograph('front.jpg', 'orange'), await photograph('back.jpg', 'navy')]);
  await artist.getByLabel('Describe picture 1').fill('Two oranges');
  await artist.getByLabel('Describe picture 2').fill('The back of the canvas');
  await artist.getByLabel('Title').fill(title);
  await artist.getByLabel('Price').fill('1,200.50');
  await artist.getByLabel('Story').fill('First paragraph.\n\nSecond paragraph.');
  await artist.getByLabel('Tags').fill('Orange, still life');
  await artist.getByRole('button', { name: 'Publish' }).click();
  await artist.waitForURL('**/dashboard');

  await visitor.goto('/');
  const card = visitor.getByRole('article').filter({ hasText: title });
  await expect(card).toContainText('€1,200.50');

  await buyer.goto('/');
  await buyer.getByRole('link', { name: title }).click();
  await expect(buyer.getByRole('heading', { name: title })).toBeVisible();
  await expect(buyer.getByAltText('The back of the canvas')).toBeVisible();
  await expect(buyer.getByText('Second paragraph.')).toBeVisible();
  await buyer.getByRole('button', { name: 'Buy this work' }).click();
  await buyer.waitForURL(/\/c\/pay\//);
  await expect(buyer.getByText('€1,200.50').first()).toBeVisible();
  await expect(card).toContainText('Reserved');
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
    .toEqual([`Order confirmed: “${title}”`]);
  await expect
    .poll(() => mailsTo(shop, `${username}@example.org`).then((mails) => mails.map(({ subject }) => subject)))
    .toEqual([`You sold “${title}”`, 'Confirm your email address for MakeYourSpace']);
});

test('a declined card can be followed by a good one', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await goToPayment(buyer, work.slug);
  await pay(buyer, { card: DECLINED_CARD });
  await expect(buyer.getByText('Your card was declined.')).toBeVisible();
  await expect(buyer.getByLabel('Name on card')).toHaveValue('Bo Buyer');
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});

test('cancelling makes the work available again on every open page', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const [buyer, other] = [await newVisitor(), await newVisitor()];
  await goToPayment(buyer, work.slug);
  await other.goto(`/posts/${work.slug}`);
  await expect(other.getByText('Reserved: someone is checking out')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Buy this work' })).toBeDisabled();
  await buyer.getByRole('link', { name: /Back/ }).click();
  await expect(buyer.getByRole('heading', { name: 'Cancel this purchase?' })).toBeVisible();
  // Programs that follow links must not cancel anything.
  await expect(other.getByRole('button', { name: 'Buy this work' })).toBeDisabled();
  await buyer.getByRole('button', { name: 'Cancel' }).click();
  await buyer.waitForURL(`**/posts/${work.slug}`);
  await expect(other.getByRole('button', { name: 'Buy this work' })).toBeEnabled();
  await goToPayment(other, work.slug);
  await pay(other);
  await expect(other.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});

test('a second tab of the same buyer goes to the same payment page', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  const second = await buyer.context().newPage();
  await second.goto(`/posts/${work.slug}`);
  // The second tab was opened before the hold and gets it as a live update; its form is submitted all the same.
  await goToPayment(buyer, work.slug);
  await second.locator('form[action$="/buy"]').evaluate((form: HTMLFormElement) => form.submit());
  await second.waitForURL(/\/c\/pay\//);
  expect(second.url()).toBe(buyer.url());
});

test('a work that someone else is checking out is refused with the reason', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const [buyer, other] = [await newVisitor(), await newVisitor()];
  await other.goto(`/posts/${work.slug}`);
  await goToPayment(buyer, work.slug);
  await other.locator('form[action$="/buy"]').evaluate((form: HTMLFormElement) => form.submit());
  await expect(other.getByRole('alert').filter({ hasText: 'Someone else is checking out this work' })).toBeVisible();
});

test('the order’s page follows a delayed payment until it succeeds', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await goToPayment(buyer, work.slug);
  await buyer.getByLabel('Bank debit (delayed), succeeds later').check();
  await payByDebit(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});

test('a delayed payment that fails makes the work available again', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await goToPayment(buyer, work.slug);
  await buyer.getByLabel('Bank debit (delayed), fails later').check();
  await payByDebit(buyer);
  await expect(buyer.getByRole('heading', { name: 'The payment failed' })).toBeVisible();
  await buyer.getByRole('link', { name: work.title }).click();
  await expect(buyer.getByRole('button', { name: 'Buy this work' })).toBeEnabled();
});

test('a work is sold once if the worker is killed between the payment and the sale', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await goToPayment(buyer, work.slug);
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
