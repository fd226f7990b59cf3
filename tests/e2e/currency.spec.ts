import type { Page } from 'playwright/test';
import { setShopRates } from '../support/shop/set-shop-rates.ts';
import { addWork, mailsTo, refreshPages, type Work } from '../support/shop/shop-data.ts';
import { emulatorState } from '../support/stripe/control-stripe.ts';
import { expect, pay, test } from './fixtures.ts';

const RATES = { USD: '1.1712', JPY: '181.35', KWD: '0.35987' };
/** The price of a work of 1,200 euros at these rates, computed by hand. */
const VISITORS = [
  { home: 'Germany', options: { locale: 'de-DE' }, shown: '€1,200', charge: { amount: 120_000, currency: 'eur' } },
  {
    home: 'the United States',
    options: { locale: 'en-US' },
    shown: '$1,405.44',
    charge: { amount: 140_544, currency: 'usd' },
  },
  { home: 'Japan', options: { locale: 'ja-JP' }, shown: '¥217,620', charge: { amount: 217_620, currency: 'jpy' } },
  {
    home: 'Kuwait',
    // The country in the proxy's header takes precedence over the browser's language.
    options: { locale: 'en-GB', extraHTTPHeaders: { 'CF-IPCountry': 'KW' } },
    shown: 'KWD 431.840',
    charge: { amount: 431_840, currency: 'kwd' },
  },
] as const;
type Visitor = (typeof VISITORS)[number];

let restoreRates: () => Promise<void>;
test.beforeEach(async ({ shop }) => {
  restoreRates = await setShopRates(shop, RATES);
  await refreshPages(shop, ['rates']);
});
test.afterEach(async ({ shop }) => {
  await restoreRates();
  await refreshPages(shop, ['rates']);
});

/** Finds the work in the gallery and goes to the payment page. */
async function goToPaymentFromGallery(page: Page, work: Work, { shown }: Visitor): Promise<void> {
  const price = page.getByRole('main').getByText(shown).first();
  await expect(async () => {
    await page.goto('/');
    await expect(page.getByRole('article').filter({ hasText: work.title }).getByText(shown)).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await page.getByRole('link', { name: work.title }).click();
  await expect(page.getByRole('heading', { name: work.title })).toBeVisible();
  await expect(price).toBeVisible();
  const buy = page.getByRole('button', { name: 'Buy this work' });
  await expect(async () => {
    // A busy shop may ask to try again.
    if (!(await buy.isVisible())) await page.goto(`/posts/${work.slug}`);
    await buy.click();
    await page.waitForURL(/\/c\/pay\//, { timeout: 15_000 });
  }).toPass();
  await expect(page.getByText(shown).first()).toBeVisible();
}

for (const [name, javaScriptEnabled] of [
  ['four concurrent visitors each see and pay their own currency', true],
  ['without JavaScript: four concurrent visitors each see and pay their own currency', false],
] as const) {
  test(name, async ({ newVisitor, shop }) => {
    const works = await Promise.all(VISITORS.map(() => addWork(shop, { amount: 120_000 })));
    await Promise.all(
      VISITORS.map(async (visitor, index) => {
        const work = works[index];
        if (!work) throw new Error('each visitor has a work');
        const page = await newVisitor({ ...visitor.options, javaScriptEnabled });
        await goToPaymentFromGallery(page, work, visitor);
        await pay(page, { email: `${work.slug}@example.org` });
        await expect(page.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
        await expect(page.getByRole('main')).toContainText(visitor.shown);
      }),
    );
    const { charges } = await emulatorState(shop);
    for (const [index, { charge, home }] of VISITORS.entries()) {
      const own = charges.filter(({ metadata }) => metadata.postId === works[index]?.id);
      expect(own, home).toMatchObject([{ ...charge, captured: true }]);
    }
  });
}

test('prices are in the HTML, one cached page per currency, with headers that keep them apart', async ({
  request,
  shop,
}) => {
  const work = await addWork(shop, { amount: 120_000 });
  for (const path of ['/', `/posts/${work.slug}`, `/artists/${work.artist.username}`]) {
    for (const [headers, shown] of [
      [{ 'accept-language': 'de-DE' }, '€1,200'],
      [{ 'accept-language': 'en-US,en;q=0.9' }, '$1,405.44'],
      [{ 'accept-language': 'de-DE', 'cf-ipcountry': 'JP' }, '¥217,620'],
      [{ 'accept-language': 'de-DE', 'cf-ipcountry': 'JP', cookie: 'a=b; currency=KWD' }, 'KWD 431.840'],
      [{ 'accept-language': '*', cookie: 'currency=nonsense' }, '€1,200'],
    ] as const) {
      await expect(async () => {
        const response = await request.get(path, { headers });
        const html = (await response.text()).replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ');
        const others = ['€1,200<', '$1,405.44<', '¥217,620<', 'KWD 431.840<'].filter((price) => price !== `${shown}<`);
        expect(html, path).toContain(`${shown}<`);
        for (const other of others) expect(html, path).not.toContain(other);
        expect(response.headers()['cache-control']).toMatch(/max-age=0, s-maxage=1/);
        const vary = response.headers().vary?.toLowerCase();
        for (const name of ['cookie', 'accept-language', 'cf-ipcountry']) expect(vary).toContain(name);
      }).toPass();
    }
  }
});

test('a buyer confirms a price whose rate changed on the way, before the work is reserved', async ({
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop, { amount: 120_000 });
  const page = await newVisitor({ locale: 'en-US' });
  await page.goto(`/posts/${work.slug}`);
  await expect(page.locator('#buy').getByText('$1,405.44', { exact: true })).toBeVisible();
  await page.getByText('About this price').click();
  await expect(page.getByText(/The artist’s price is €1,200 at 1 EUR = 1\.1712 USD/)).toBeVisible();

  await setShopRates(shop, { USD: '1.2' });
  await page.getByRole('button', { name: 'Buy this work' }).click();
  await expect(page.getByRole('heading', { name: 'The price has changed' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('alert')).toHaveText('You saw $1,405.44. It is $1,440 now.');
  expect((await shop.database.query('SELECT FROM orders WHERE post_id = $1', [work.id])).rowCount).toBe(0);

  await page.getByRole('button', { name: 'Buy for $1,440' }).click();
  await page.waitForURL(/\/c\/pay\//);
  await expect(page.getByText('$1,440.00').first()).toBeVisible();
  await pay(page, { email: `${work.slug}@example.org` });
  await expect(page.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();

  const conversion = /\$1,440.*€1,200 at 1 EUR = 1\.2 USD \(European Central Bank, /s;
  await expect(page.getByRole('main')).toContainText(conversion);
  for (const address of [`${work.slug}@example.org`, work.artist.email]) {
    await expect.poll(() => mailsTo(shop, address).then((mails) => mails[0]?.text)).toMatch(conversion);
  }
});

test('a page shows the age of its rates once they are older than three days', async ({ newVisitor, shop }) => {
  const work = await addWork(shop, { amount: 120_000 });
  const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  await setShopRates(shop, { USD: '1.1712' }, dayBefore(3));
  await refreshPages(shop, ['rates']);
  const page = await newVisitor({ locale: 'en-US' });
  const main = page.getByRole('main');
  await page.goto(`/posts/${work.slug}`);
  await expect(main).toContainText('1 EUR = 1.1712 USD');
  await expect(main).not.toContainText('days old');

  await setShopRates(shop, { USD: '1.1712' }, dayBefore(4));
  await refreshPages(shop, ['rates']);
  for (const path of [`/posts/${work.slug}`, '/']) {
    await expect(async () => {
      await page.goto(path);
      await expect(main).toContainText('4 days old', { timeout: 1_000 });
    }).toPass();
  }
});
