import type { Page } from 'playwright/test';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { controlStripe } from '../support/stripe/control-stripe.ts';
import { expect, goToPayment, test } from './fixtures.ts';

const OWN = 'You are buying this work for €120.';
const RESERVED = 'Reserved: someone is checking out';
const continueButton = (page: Page) => page.getByRole('button', { name: 'Continue to payment' });
const cancelButton = (page: Page) => page.getByRole('button', { name: 'Cancel' });

/** Counts the requests about a hold. */
function countHoldRequests(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (/\/posts\/[^/]+\/hold$/.test(new URL(request.url()).pathname)) count += 1;
  });
  return () => count;
}

test('back from the payment page, and in a new tab, a buyer can continue or cancel', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await goToPayment(buyer, work.slug);
  const paymentPage = buyer.url();
  await buyer.goBack();
  await expect(buyer.getByText(OWN)).toBeVisible();
  await expect(buyer.getByText(RESERVED)).toBeHidden();
  await expect(buyer.getByRole('button', { name: 'Buy this work' })).toBeHidden();
  await continueButton(buyer).click();
  await buyer.waitForURL(paymentPage);

  const tab = await buyer.context().newPage();
  await tab.goto(`/posts/${work.slug}`);
  await expect(tab.getByText(OWN)).toBeVisible();
  await cancelButton(tab).click();
  await tab.waitForURL(`**/posts/${work.slug}`);
  await expect(tab.getByRole('button', { name: 'Buy this work' })).toBeEnabled();
  await expect(tab.getByText(OWN)).toBeHidden();
});

test('the live update that reserves a work says whose it is in every tab', async ({ newVisitor, shop }) => {
  const [first, work] = [await addWork(shop), await addWork(shop)];
  const buyer = await newVisitor();
  // An earlier purchase, after which the browser is known as a buyer's.
  await goToPayment(buyer, first.slug);
  const [tab, stranger] = [await buyer.context().newPage(), await newVisitor()];
  const asked = countHoldRequests(stranger);
  for (const page of [tab, stranger]) await page.goto(`/posts/${work.slug}`);
  await goToPayment(buyer, work.slug);
  await expect(tab.getByText(OWN)).toBeVisible();
  await expect(continueButton(tab)).toBeVisible();
  await expect(stranger.getByText(RESERVED)).toBeVisible();
  await expect(stranger.getByRole('button', { name: 'Buy this work' })).toBeDisabled();
  // A thousand open pages must not become a thousand requests.
  expect(asked()).toBe(0);
});

test('an account finds its hold in another browser', async ({ newSignedIn, shop }) => {
  const [work, person] = [await addWork(shop), await addAccount(shop)];
  const [buyer, elsewhere] = [await newSignedIn(person), await newSignedIn(person)];
  await goToPayment(buyer, work.slug);
  await elsewhere.goto(`/posts/${work.slug}`);
  await expect(elsewhere.getByText(OWN)).toBeVisible();
  await continueButton(elsewhere).click();
  await elsewhere.waitForURL(buyer.url());
});

test('a hold keeps its amount, whatever the page shows meanwhile', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await goToPayment(buyer, work.slug);
  const paymentPage = buyer.url();
  await buyer.context().addCookies([{ name: 'currency', value: 'JPY', url: shop.url }]);
  await buyer.goto(`/posts/${work.slug}`);
  await expect(buyer.getByText(/^¥/).first()).toBeVisible();
  await expect(buyer.getByText(OWN)).toBeVisible();
  await continueButton(buyer).click();
  await buyer.waitForURL(paymentPage);
});

test('a page that the browser kept shows the hold as it is now', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await buyer.goto(`/posts/${work.slug}`);
  const other = await buyer.context().newPage();
  await goToPayment(other, work.slug);
  await expect(buyer.getByText(OWN)).toBeVisible();
  // As after Back: the page comes from memory, and live updates in between did not reach it.
  await buyer.route('**/hold', (route) =>
    route.fulfill({ json: { id: work.id, status: 'LISTED', heldUntil: null, own: null } }),
  );
  await buyer.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(buyer.getByRole('button', { name: 'Buy this work' })).toBeEnabled();
  await buyer.unroute('**/hold');
  await buyer.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(buyer.getByText(OWN)).toBeVisible();
});

for (const width of [320, 390, 1440]) {
  test(`nothing moves at ${width} px when the shop replies whose hold it is`, async ({ newVisitor, shop }) => {
    const work = await addWork(shop);
    const buyer = await newVisitor({ viewport: { width, height: 844 } });
    await goToPayment(buyer, work.slug);
    const reply = Promise.withResolvers<void>();
    await buyer.route('**/hold', async (route) => {
      await reply.promise;
      await route.continue();
    });
    await buyer.goto(`/posts/${work.slug}`);
    await expect(buyer.getByText(RESERVED)).toBeVisible();
    const column = buyer.getByRole('main').getByRole('article');
    const before = await column.evaluate((element) => element.scrollHeight);
    const note = await buyer.getByText(RESERVED).boundingBox();
    reply.resolve();
    await expect(buyer.getByText(OWN)).toBeVisible();
    expect(await column.evaluate((element) => element.scrollHeight)).toBe(before);
    expect((await buyer.getByText(OWN).boundingBox())?.y).toBe(note?.y);
    expect(await buyer.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test('without JavaScript a link on the reserved work leads to the choice', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const [buyer, other] = [
    await newVisitor({ javaScriptEnabled: false }),
    await newVisitor({ javaScriptEnabled: false }),
  ];
  await buyer.goto(`/posts/${work.slug}`);
  await buyer.getByRole('button', { name: 'Buy this work' }).click();
  await buyer.waitForURL(/\/c\/pay\//);
  const paymentPage = buyer.url();
  const open = async (page: Page) => {
    await expect(async () => {
      await page.goto(`/posts/${work.slug}`);
      await page.getByRole('link', { name: 'Is it you? Continue or cancel' }).click({ timeout: 1_000 });
    }).toPass();
  };
  await open(buyer);
  await expect(buyer.getByRole('heading', { name: 'You are buying this work' })).toBeVisible();
  await continueButton(buyer).click();
  await buyer.waitForURL(paymentPage);
  await open(other);
  await expect(other.getByRole('alert')).toContainText('Someone else is checking out this work');
  await expect(cancelButton(other)).toHaveCount(0);
  await buyer.goto(`/posts/${work.slug}/checkout`);
  await cancelButton(buyer).click();
  await buyer.waitForURL(`**/posts/${work.slug}`);
  // Free again: there is nothing to choose.
  await other.goto(`/posts/${work.slug}/checkout`);
  await other.waitForURL(`**/posts/${work.slug}`);
});

test('after Stripe failed the buyer can try again from the page that says so', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const buyer = await newVisitor();
  await controlStripe(shop, 'fault', { path: '/v1/checkout/sessions', method: 'POST', status: 500, times: 3 });
  await buyer.goto(`/posts/${work.slug}`);
  await buyer.getByRole('button', { name: 'Buy this work' }).click();
  await expect(buyer.getByRole('alert').filter({ hasText: 'Please try again in a minute.' })).toBeVisible();
  await expect(buyer.getByText('Nothing was charged.')).toHaveCount(1);
  await shop.database.query(
    `UPDATE orders SET created_at = created_at - interval '90 seconds', held_until = held_until - interval '90 seconds'
     WHERE post_id = $1`,
    [work.id],
  );
  await buyer.getByRole('button', { name: 'Try again' }).click();
  await buyer.waitForURL(/\/c\/pay\//);
});
