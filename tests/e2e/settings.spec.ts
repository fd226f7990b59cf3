import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { expectAccessible } from './axe.ts';
import { expect, goToPayment, test } from './fixtures.ts';
import { pressConfirmed } from './press-confirmed.ts';

const admin = (shop: Shop) => addAccount(shop, { role: 'ADMIN' });
const titleOf = async (url: string) => /<title>([^<]*)</.exec(await (await fetch(url)).text())?.[1];

// The shop of the other tests has the product's name, and no terms.
test.afterEach(async ({ shop }) => {
  await shop.database.query('TRUNCATE shop_settings, legal_page_versions, shop_logos');
  await expect.poll(() => titleOf(shop.url)).toContain('MakeYourSpace');
});

test('a new name and colour are on a fresh page, in another process, in the feed and at the payment', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const [page, second, work] = [await newSignedIn(await admin(shop)), await shop.addWebProcess(), await addWork(shop)];
  // Both processes have the page in their cache.
  for (const url of [shop.url, second.url]) expect(await titleOf(url)).toContain('MakeYourSpace');
  await page.goto('/admin/settings');
  const identity = page.getByRole('region', { name: 'Identity' });
  await identity.getByLabel('Name').fill('Galerie <Nord>');
  await identity.getByLabel('Accent colour', { exact: true }).fill('#ffff00');
  await identity.getByRole('button', { name: 'Save' }).click();
  await expect(identity.getByText(/On light pages this colour has a contrast of 1 to 1/)).toBeVisible();
  await expect(identity.getByLabel('Name')).toHaveValue('Galerie <Nord>');
  await identity.getByLabel('Accent colour', { exact: true }).fill('1f5f8b');
  await identity.getByRole('button', { name: 'Save' }).click();
  await expect(identity.getByText('Saved.')).toBeVisible();
  const start = Date.now();
  for (const url of [shop.url, second.url])
    await expect.poll(() => titleOf(url), { intervals: [50] }).toMatch(/^Galerie &lt;Nord&gt;: /);
  expect(Date.now() - start).toBeLessThan(2_000);
  await second.end();

  const visitor = await newVisitor();
  await visitor.goto(`/posts/${work.slug}`);
  await expect(visitor.getByRole('banner').getByRole('link', { name: 'Galerie <Nord>' })).toBeVisible();
  await expect(visitor).toHaveTitle(/ · Galerie <Nord>$/);
  await expect(visitor.getByRole('button', { name: 'Buy this work' })).toHaveCSS(
    'background-color',
    'rgb(31, 95, 139)',
  );
  expect(await (await fetch(`${shop.url}/feed.xml`)).text()).toContain('<title>Galerie &lt;Nord&gt;</title>');
  expect(await (await fetch(`${shop.url}/manifest.webmanifest`)).json()).toMatchObject({ name: 'Galerie <Nord>' });
  await goToPayment(visitor, work.slug);
  await expect(visitor.getByText('Galerie <Nord>').first()).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Galerie <Nord>' })).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? '' : 'without JavaScript: ';
  test(`${how}two tabs of the settings do not overwrite each other`, async ({ newSignedIn, shop }) => {
    const page = await newSignedIn(await admin(shop), { javaScriptEnabled });
    const open = { waitUntil: 'domcontentloaded' } as const;
    await page.goto('/admin/settings', javaScriptEnabled ? {} : open);
    const section = page.getByRole('region', { name: 'Returns', exact: true });
    await shop.database.query(
      `INSERT INTO shop_settings (section, data) VALUES ('returns', '{"days": "30", "paidBy": "shop"}')`,
    );
    await section.getByLabel('Days to return a work').fill('14');
    await section.getByRole('button', { name: 'Save', exact: false }).first().click();
    await expect(page.getByText('This was changed in another tab or window')).toBeVisible();
    await expect(section.getByLabel('Days to return a work')).toHaveValue('14');
    await section.getByRole('button', { name: 'Save mine anyway' }).click();
    await expect(section.getByText('Saved.')).toBeVisible();
    const { rows } = await shop.database.query('SELECT data, version FROM shop_settings');
    expect(rows).toEqual([{ data: { days: '14', paidBy: '' }, version: 2 }]);
  });
}

test('a legal page is previewed, saved in versions, and read by everyone', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const page = await newSignedIn(await admin(shop));
  await page.goto('/admin');
  await page.getByRole('link', { name: 'There are no terms.' }).click();
  const text = page.getByLabel('Text');
  await text.fill('## Part one\n\n<img src=x onerror=alert(1)> [link](javascript:alert(1)) [help](/help)');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('Nothing has been saved yet.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Part one' })).toBeVisible();
  await expect(page.locator('main img')).toHaveCount(0);
  expect((await page.request.get('/terms')).status()).toBe(404);
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(page.getByText('Saved as version 1.')).toBeVisible();
  await text.fill('Second.');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(page.getByText('Saved as version 2.')).toBeVisible();
  await expectAccessible(page);

  const visitor = await newVisitor();
  await visitor.goto('/sign-up');
  await expect(visitor.locator('input[name=terms]')).toHaveValue('2');
  await visitor.getByRole('contentinfo').getByRole('link', { name: 'Terms' }).click();
  await expect(visitor.getByText('Second.')).toBeVisible();
  await visitor.goto('/terms?version=1');
  await expect(visitor.getByText('This version is no longer in force.')).toBeVisible();
  await expect(visitor.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await expect(visitor.getByRole('main').getByRole('link', { name: 'help' })).toHaveAttribute('href', '/help');
  await expectAccessible(visitor);
  for (const path of ['/terms?version=3', '/privacy', '/imprint'])
    expect((await visitor.request.get(path)).status(), path).toBe(404);
});

test('without JavaScript: a logo replaces the name and makes the icons; what is no picture is refused in a sentence', async ({
  newSignedIn,
  shop,
}) => {
  const page = await newSignedIn(await admin(shop), { javaScriptEnabled: false });
  const upload = async (name: string, buffer: Buffer) => {
    await page.goto('/admin/settings', { waitUntil: 'domcontentloaded' });
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer });
    await page.getByRole('button', { name: 'Upload' }).click();
  };
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  await upload('logo.png', Buffer.from(svg));
  await expect(page.getByText('This is a SVG file, which cannot be shown here')).toBeVisible();
  await upload('logo.png', Buffer.alloc(5 * 1024 * 1024 + 1, readFileSync('public/icon-48.png')));
  await expect(page.getByText('A logo may have up to 5 MB.')).toBeVisible();

  const logo = await sharp({ create: { width: 600, height: 100, channels: 4, background: '#1f5f8b' } })
    .png()
    .toBuffer();
  await upload('logo.png', logo);
  await expect(page.getByText('The logo is on every page now.')).toBeVisible();
  const shown = page.getByRole('banner').getByRole('img', { name: 'MakeYourSpace' });
  await expect(shown).toHaveAttribute('width', '240');
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
  const icon = await page.request.get('/favicon.ico');
  expect([...(await icon.body()).subarray(0, 6)]).toEqual([0, 0, 1, 0, 1, 0]);
  const touch = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
  const { width, height } = await sharp(await (await page.request.get(touch ?? '')).body()).metadata();
  expect([width, height]).toEqual([180, 180]);
  await pressConfirmed(page, 'Remove the logo');
  await expect(page.getByRole('banner').getByRole('link', { name: 'MakeYourSpace' })).toBeVisible();
});
