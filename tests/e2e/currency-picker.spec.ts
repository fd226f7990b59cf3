import type { Page } from 'playwright/test';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';

const inHeader = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Currency: / });
const search = (page: Page) => page.getByRole('combobox', { name: 'Currency or country' });

test('with the keyboard alone: open, search by country, choose, and stay on the page', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const page = await newVisitor({ viewport: { width: 390, height: 500 } });
  const price = page
    .getByRole('main')
    .locator('p', { hasText: /^(€|¥)[\d,.]+$/ })
    .first();
  await page.goto(`/posts/${work.slug}`);
  await expect(price).toHaveText('€120');
  await inHeader(page).focus();
  await page.keyboard.press('Enter');
  await expect(search(page)).toBeFocused();
  await expect(page.getByRole('option', { name: 'EUR Euro' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(inHeader(page)).toBeFocused();

  await page.keyboard.press('Enter');
  await search(page).pressSequentially('jap');
  await expect(page.getByRole('dialog').getByRole('option')).toHaveText(['JPYJapanese Yen']);
  // This Enter belongs to an input method that is composing a word.
  await search(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('currency');
  await page.keyboard.press('Enter');
  await expect(price).toHaveText(/^¥/);
  await expect(inHeader(page)).toContainText('JPY');
  await expect(page).toHaveURL(`/posts/${work.slug}`);

  const cookie = (await page.context().cookies()).find(({ name }) => name === 'currency');
  expect(cookie).toMatchObject({ value: 'JPY', path: '/', sameSite: 'Lax' });
  expect((cookie?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(360 * 24 * 60 * 60);
});

test('the chosen currency applies to cached pages and to pages rendered per request', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Prices in EUR' }).click();
  // The arrow keys move from the current currency, here the euro, in the order of the codes.
  await expect(page.getByRole('option', { name: 'GBP' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const pound = await page.getByRole('option', { name: 'GBP' }).getAttribute('id');
  await expect(search(page)).toHaveAttribute('aria-activedescendant', pound ?? '');
  await page.getByRole('option', { name: 'CHF' }).click();
  await expect(inHeader(page)).toContainText('CHF');
  await expect(page.getByRole('contentinfo')).toContainText('Prices in CHF');
  // A page that is not cached per currency, by a link and by its URL.
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(inHeader(page)).toContainText('CHF');
  await page.reload();
  await expect(inHeader(page)).toContainText('CHF');
});

test('without JavaScript: open the page, search, choose, and return', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const page = await newVisitor({ javaScriptEnabled: false });
  await page.goto(`/posts/${work.slug}`);
  await inHeader(page).click();
  await expect(page.getByRole('heading', { name: 'Your currency' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'EUR' })).toHaveAttribute('aria-current', 'true');
  await page.getByRole('searchbox', { name: 'Currency or country' }).fill('united states');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('main').getByRole('listitem')).toHaveText(['USDUS Dollar']);
  await page.getByRole('button', { name: 'USD' }).click();
  await expect(page).toHaveURL(`/posts/${work.slug}`);
  await expect(page.getByRole('main')).toContainText(/\$[\d.]+/);
  await expect(inHeader(page)).toContainText('USD');
});

test('nothing shifts in the page or in the list, even if the rates arrive late', async ({ newVisitor }) => {
  const page = await newVisitor({ viewport: { width: 390, height: 844 } });
  const late = Promise.withResolvers<void>();
  await page.route('**/api/rates', async (route) => {
    await late.promise;
    await route.continue();
  });
  await page.goto('/');
  // Shifts during the page load are covered by another test.
  await page.evaluate(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    new PerformanceObserver((list) => {
      for (const { sources } of list.getEntries() as (PerformanceEntry & { sources: { node: Node | null }[] })[]) {
        moved.push(sources.map(({ node }) => node?.textContent?.slice(0, 40)).join(', '));
      }
    }).observe({ type: 'layout-shift' });
  });
  const requested = page.waitForRequest('**/api/rates');
  await inHeader(page).click();
  await requested;
  // Two frames would be enough to paint a list without the rates.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  late.resolve();
  await expect(page.getByRole('group', { name: 'Other currencies' })).toBeVisible();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await page.evaluate(() => Reflect.get(window, 'moved'))).toEqual([]);
});

test('the list opens with one group if no rates arrive', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.route('**/api/rates', (route) => route.abort());
  await page.goto('/');
  await inHeader(page).click();
  await expect(page.getByRole('option', { name: 'AED' })).toBeVisible();
  await expect(page.getByRole('group')).toHaveCount(1);
});

test('an unknown currency shows a message, and other sites cannot set the currency', async ({ request }) => {
  const unknown = await request.post('/currency/choose', { form: { currency: 'XXX', back: '/search?q=a' } });
  expect(unknown.url()).toContain('/currency?');
  expect(await unknown.text()).toContain('This is not a currency that can be paid in.');
  const away = await request.post('/currency/choose', {
    form: { currency: 'USD', back: '//evil.example/' },
    maxRedirects: 0,
  });
  expect(away.headers()).toMatchObject({
    location: '/',
    'set-cookie': expect.stringMatching(/^currency=USD; .*Max-Age=31536000/i),
  });
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  const refused = await request.post('/currency/choose', { form: { currency: 'JPY' }, headers: foreign });
  expect(refused.status()).toBe(403);
  expect(refused.headers()['set-cookie']).toBeUndefined();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds no violations in the picker: ${colorScheme}`, async ({ newVisitor }) => {
    const page = await newVisitor({ colorScheme });
    await page.goto('/currency');
    const audit = async () => (await axe(page).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
    expect(await audit()).toEqual([]);
    await page.goto('/');
    await inHeader(page).click();
    await expect(page.getByRole('group', { name: 'Other currencies' })).toBeVisible();
    expect(await audit()).toEqual([]);
  });
}

test('while typing, an artist sees the price in five other currencies', async ({ newSignedIn, shop }) => {
  const page = await newSignedIn(await addAccount(shop));
  await page.goto('/posts/new');
  const preview = page.locator('p', { hasText: 'Buyers elsewhere see' });
  await expect(page.getByLabel('Currency', { exact: true })).toHaveValue('EUR');
  await expect(preview).toBeHidden();
  await page.getByLabel('Price').pressSequentially('1,200');
  await expect(preview).toHaveText(
    /^Buyers elsewhere see \$[\d,.]+ · £[\d,.]+ · ¥[\d,]+ · CHF.[\d,.]+ · CA\$[\d,.]+, at the rates of /,
  );
  await page.getByLabel('Currency', { exact: true }).selectOption('USD');
  await expect(preview).toHaveText(/^Buyers elsewhere see €/);
  await page.getByLabel('Price').fill('much');
  await expect(preview).toBeHidden();
});
