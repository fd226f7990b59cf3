import type { Page } from 'playwright/test';
import { addAccount, addWork, mailsTo } from '../support/shop/shop-data.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';

const REASON = 'The same picture hangs in a museum.';
const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });
const sendReport = (page: Page) => page.getByRole('button', { name: 'Send the report' }).click();

test('a work is reported, hidden in open tabs, answered by its artist and shown again', async ({
  newVisitor,
  newSignedIn,
  shop,
}) => {
  const [artist, moderator] = [await addAccount(shop), await addAccount(shop, { role: 'MODERATOR' })];
  const work = await addWork(shop, { artist });
  const visitor = await newVisitor();
  await visitor.goto(`/posts/${work.slug}`);
  const open = await visitor.context().newPage();
  await open.goto(`/posts/${work.slug}`);
  await visitor.getByRole('link', { name: 'Report this work' }).click();
  await visitor.waitForURL(`**/posts/${work.slug}/report`);
  await expectAccessible(visitor);
  await sendReport(visitor);
  await expect(visitor.getByText('Choose a reason.')).toBeVisible();
  await visitor.getByLabel('What is wrong?').selectOption('rights');
  await visitor.getByLabel('What should we know?').fill('I have seen it elsewhere.');
  await visitor.getByLabel('Email').fill('ada@example.net');
  await sendReport(visitor);
  await expect(visitor.getByText('Thank you: we will look at it')).toBeVisible();

  const page = await newSignedIn(moderator);
  await page.goto('/admin/reports');
  await expect(row(page, work.title)).toContainText('I have seen it elsewhere.');
  await row(page, work.title).locator('summary', { hasText: 'Hide' }).click();
  await expectAccessible(page);
  await row(page, work.title).getByLabel('Reason').fill(REASON);
  await row(page, work.title).getByRole('button', { name: 'Hide this work' }).click();
  await expect(page.getByText('The work is hidden.')).toBeVisible();
  await expect(open.getByRole('heading', { name: 'This work is no longer shown' })).toBeVisible();
  await expect(async () => expect((await visitor.goto(`/posts/${work.slug}`))?.status()).toBe(404)).toPass();

  const own = await newSignedIn(artist);
  await row(own, work.title).getByRole('link', { name: 'Read the decision' }).click();
  await expect(row(own, work.title)).toContainText(REASON);
  await row(own, work.title).locator('summary', { hasText: 'Answer' }).click();
  await expectAccessible(own);
  await own.getByLabel('Your answer').fill('I have painted both.');
  await own.getByRole('button', { name: 'Send your answer' }).click();
  await expect(own.getByText('Your answer is sent.')).toBeVisible();

  await page.goto('/admin/reports');
  await expect(row(page, work.title)).toContainText('I have painted both.');
  await row(page, work.title).locator('summary', { hasText: 'Show again' }).click();
  await row(page, work.title).getByRole('button', { name: 'Show this work again' }).click();
  await expect(page.getByText('The work is shown again')).toBeVisible();
  await expect(async () => expect((await visitor.goto(`/posts/${work.slug}`))?.status()).toBe(200)).toPass();
  await expect(async () => {
    const mails = await mailsTo(shop, artist.email);
    expect(mails.map(({ text }) => text).join()).toContain(REASON);
    expect(await mailsTo(shop, 'ada@example.net')).toHaveLength(2);
  }).toPass();
});

test('without JavaScript: an artist is reported, and a report is dismissed', async ({
  newVisitor,
  newSignedIn,
  shop,
}) => {
  const artist = await addAccount(shop);
  await addWork(shop, { artist });
  const visitor = await newVisitor({ javaScriptEnabled: false });
  await visitor.goto(`/artists/${artist.username}`);
  await visitor.getByRole('link', { name: 'Report this artist' }).click();
  await visitor.getByLabel('What should we know?').fill('Not what it says.');
  await sendReport(visitor);
  await expect(visitor.getByText('Choose a reason.')).toBeVisible();
  await expect(visitor.getByLabel('What should we know?')).toHaveValue('Not what it says.');
  await visitor.getByLabel('What is wrong?').selectOption('fraud');
  await sendReport(visitor);
  await expect(visitor.getByText('Thank you: we will look at it.')).toBeVisible();

  const moderator = await addAccount(shop, { role: 'MODERATOR' });
  const page = await newSignedIn(moderator, { javaScriptEnabled: false });
  await page.goto('/admin/reports?kind=artist');
  await row(page, artist.username).locator('summary', { hasText: 'Dismiss' }).click();
  await row(page, artist.username).getByRole('button', { name: 'Dismiss the reports' }).click();
  await expect(page.getByText('The reports are dismissed.')).toBeVisible();
  await expect(row(page, artist.username)).toHaveCount(0);
});

test('a rights holder’s notice says what is missing, keeps what was typed, and is sent', async ({
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const page = await newVisitor({ javaScriptEnabled: false });
  await page.goto(`/posts/${work.slug}/report`);
  await page.getByRole('link', { name: 'Send a notice of infringement' }).click();
  await expect(page.getByLabel('Where it is')).toHaveValue(`${shop.url}/posts/${work.slug}`);
  await page.getByLabel('What is infringed').fill('“Harbour”, 1999');
  await page.getByLabel('Why it is infringing').fill('It was copied.');
  await page.getByLabel('Your full name').fill('Ada Lovelace');
  await page.getByLabel('Postal address').fill('1 Road');
  await page.getByLabel('Email').fill('law@example.net');
  await page.getByLabel('I believe in good faith').check();
  await page.getByLabel('Signature').fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Send the notice' }).click();
  await expect(page.getByText('Your notice needs this statement.')).toHaveCount(1);
  await expect(page.getByLabel('I believe in good faith')).toBeChecked();
  await page.getByLabel('Under penalty of perjury').check();
  await page.getByLabel('Signature').fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Send the notice' }).click();
  await expect(page.getByText('we have sent a receipt to your address')).toBeVisible();
});
