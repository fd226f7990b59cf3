import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import yazl from 'yazl';
import { addAccount, addWork, uniqueName } from '../support/shop/shop-data.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';

test('without JavaScript: a file is corrected, checked, confirmed and imported, and its works exported again', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const artist = await addAccount(shop);
  const work = await addWork(shop, { artist });
  const page = await newSignedIn(artist, { javaScriptEnabled: false });
  // axe needs JavaScript.
  const withScripts = await newVisitor();
  await withScripts.context().addCookies(await page.context().cookies());
  const expectPageAccessible = async () => {
    await withScripts.goto(page.url());
    await expectAccessible(withScripts);
  };
  const title = `Imported ${uniqueName('work')}`;
  const csv = (price: string) =>
    `key;title;price;pictures;picture descriptions;state\nA-1;${title};${price};blue.png;"A | B";published\n;"'=1+1";12;;;\n`;
  const send = async (name: string, content: Buffer) => {
    const mimeType = name.endsWith('.zip') ? 'application/zip' : 'text/csv';
    await page.getByLabel('CSV or ZIP file').setInputFiles({ name, mimeType, buffer: content });
    await page.getByRole('button', { name: 'Check this file' }).click();
  };
  await page.goto('/dashboard');
  await page.getByRole('link', { name: 'Import works from a file' }).click();
  await expect(page.getByRole('heading', { name: 'Import works' })).toBeVisible();
  await expectPageAccessible();
  await send('list.csv', Buffer.from(csv('much')));
  await expect(page.getByText('Nothing was imported.')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'price' });
  await expect(row).toContainText('Enter the price in digits');
  await expect(row).toContainText('2');
  await expectPageAccessible();

  await page.getByRole('link', { name: 'Send the file again' }).click();
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.from(csv('1200,50')), 'list.csv');
  const background = { r: 20, g: 40, b: 160 };
  const picture = await sharp({ create: { width: 700, height: 500, channels: 3, background } })
    .png()
    .toBuffer();
  zip.addBuffer(picture, 'blue.png');
  zip.end();
  await send('works.zip', await buffer(zip.outputStream));
  await expect(page.getByText('The file is in order.')).toBeVisible();
  await expect(page.getByText('1 is published at once')).toBeVisible();
  await expectPageAccessible();
  await page.getByRole('button', { name: 'Confirm the import' }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('Done: 2 new, 0 changed, 0 unchanged.')).toBeVisible({ timeout: 500 });
  }).toPass();

  await page.getByRole('link', { name: 'To your works' }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await expect(page.getByRole('heading', { name: '=1+1' })).toBeVisible();
  await expect(async () => {
    await page.goto('/');
    await expect(page.getByRole('link', { name: title }).first()).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.goto('/dashboard');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^works-\d{4}-\d\d-\d\d\.csv$/);
  const exported = await readFile(await download.path(), 'utf8');
  expect(exported).toContain(`A-1,${title},`);
  expect(exported).toContain("'=1+1");
  expect(exported).toContain(work.slug);
});

test('files of the shop are for admins, and of sales for their artist', async ({ newSignedIn, shop }) => {
  const page = await newSignedIn(await addAccount(shop));
  for (const path of ['/admin/ledger/export', '/admin/ledger/orders', '/admin/works/export'])
    expect((await page.request.get(path)).status(), path).toBe(404);
  const sales = await page.request.get('/dashboard/sales/export');
  expect(sales.headers()['content-type']).toBe('text/csv; charset=utf-8; header=present');
  const admin = await newSignedIn(await addAccount(shop, { role: 'ADMIN' }));
  for (const path of ['/admin/ledger/export', '/admin/ledger/orders', '/admin/works/export'])
    expect(await (await admin.request.get(path)).text(), path).toMatch(/^\ufeff\w/);
  await admin.goto('/admin/audit');
  await expect(admin.getByText('List exported as CSV').first()).toBeVisible();
});
