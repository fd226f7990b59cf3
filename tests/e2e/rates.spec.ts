import type { Page } from 'playwright/test';
import { formatDate } from '#lib/domain/format-date.ts';
import { startTestPostgres } from '../support/database/start-test-postgres.ts';
import { eventually } from '../support/eventually.ts';
import { type RateService, startRateService } from '../support/rates/start-rate-service.ts';
import { addAccount } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import { expectAccessible } from './axe.ts';
import { test as base, expect } from './fixtures.ts';

const TODAY = new Date().toISOString().slice(0, 10);

/** The shop fetches its rates from the test's own service. */
const test = base.extend<object, { service: RateService }>({
  service: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
    async ({}, use) => {
      const service = await startRateService({ days: { [TODAY]: { USD: 1.1712, JPY: 181.35 } } });
      await use(service);
      await service.close();
    },
    { scope: 'worker' },
  ],
  shop: [
    async ({ service }, use) => {
      const postgres = await startTestPostgres();
      const shop = await startShop(postgres.url, { env: { CURRENCY_SERVICE_URL: service.url } });
      await eventually(async () => {
        const { rowCount } = await shop.database.query('SELECT FROM current_rates WHERE source = $1', [service.source]);
        if (rowCount === 0) throw new Error('the rates of the service are not in use');
      }, 30_000);
      await use(shop);
      await shop.stop();
      await postgres.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

const addAdmin = (shop: Shop) => addAccount(shop, { role: 'ADMIN' });
const inUse = (page: Page, currency: string) => page.getByRole('row').filter({ hasText: currency });
const waiting = (page: Page, currency: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: currency });
const result = (page: Page) => page.getByRole('main').getByRole('status');

/** Adds a rate, and a held-back one twice as high, for a currency that the service does not have. */
async function holdBack(shop: Shop, currency: string): Promise<void> {
  await shop.database.query(
    `WITH used AS (SELECT source FROM current_rates WHERE currency = 'EUR'), kept AS (
       INSERT INTO exchange_rates (source, day, currency, rate, state)
       SELECT source, day, $1, rate, state FROM used
       CROSS JOIN (VALUES (date '2026-11-18', 2, 'accepted'), (date '2026-11-19', 4, 'held')) one(day, rate, state))
     INSERT INTO current_rates (currency, rate, digits, day, source) SELECT $1, 2, 2, date '2026-11-18', source FROM used`,
    [currency],
  );
}

async function stateOf(shop: Shop, currency: string): Promise<string> {
  const { rows } = await shop.database.query(
    "SELECT state FROM exchange_rates WHERE currency = $1 AND day = '2026-11-19'",
    [currency],
  );
  return rows[0].state;
}

test('an admin has the rates fetched, and a rate that changed too much is used once accepted', async ({
  newSignedIn,
  service,
  shop,
}) => {
  const admin = await newSignedIn(await addAdmin(shop));
  await admin.goto('/admin');
  await admin.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Rates' }).click();
  await expect(admin.getByRole('heading', { level: 1 })).toHaveText('Exchange rates');
  await expect(admin.getByText(`${service.url}/latest`)).toBeVisible();
  await expect(inUse(admin, 'JPY')).toContainText(`Japanese Yen181.35${formatDate(TODAY)}`);

  await service.serve({ days: { [TODAY]: { USD: 1.1712, JPY: 18.135 } } });
  await admin.getByRole('button', { name: 'Fetch now' }).click();
  await expect(result(admin)).toContainText('A worker fetches the rates within seconds.');
  await expect(async () => {
    await admin.goto('/admin/rates');
    await expect(waiting(admin, 'JPY')).toContainText('from 181.35 → to 18.135', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(waiting(admin, 'JPY')).toContainText('−90.0%');
  await expect(inUse(admin, 'JPY')).toContainText('181.35');
  await admin.goto('/admin');
  await expect(admin.getByRole('link', { name: /\d exchange rates? (is|are) held back/ })).toBeVisible();
  await admin.goto('/admin/system');
  await expect(admin.getByText(/\d held back/)).toBeVisible();

  await admin.goto('/admin/rates');
  await waiting(admin, 'JPY').getByRole('button', { name: 'Use it' }).click();
  await expect(result(admin)).toHaveText('The rate is in use, and prices follow it from now on.');
  await expect(waiting(admin, 'JPY')).toBeHidden();
  await expect(inUse(admin, 'JPY')).toContainText(`Japanese Yen18.135${formatDate(TODAY)}`);
  const response = await admin.request.get('/api/rates/latest?base=EUR');
  expect(response.headers()).toMatchObject({
    ...{ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60' },
  });
  expect((await response.json()).rates).toEqual({ JPY: 18.135, USD: 1.1712 });
});

test('without JavaScript: a rate is discarded, a second decision is refused, and rates are fetched', async ({
  newSignedIn,
  shop,
}) => {
  await holdBack(shop, 'RSD');
  const person = await addAdmin(shop);
  const [admin, late] = [
    await newSignedIn(person, { javaScriptEnabled: false }),
    await newSignedIn(person, { javaScriptEnabled: false }),
  ];
  await Promise.all([admin.goto('/admin/rates'), late.goto('/admin/rates')]);
  await waiting(admin, 'RSD').locator('summary').click();
  await waiting(admin, 'RSD').getByRole('button', { name: 'Discard it' }).click();
  await expect(result(admin)).toHaveText('The rate was discarded, and prices stay as they are.');
  await waiting(late, 'RSD').getByRole('button', { name: 'Use it' }).click();
  await expect(result(late)).toContainText('Nothing was changed');
  expect(await stateOf(shop, 'RSD')).toBe('discarded');
  await expect(inUse(late, 'RSD')).toContainText('Serbian Dinar218 November 2026');
  await late.getByRole('button', { name: 'Fetch now' }).click();
  await expect(result(late)).toContainText('A worker fetches the rates within seconds.');
});

test('only admins can open the page of rates, and its forms work for nobody else', async ({ newSignedIn, shop }) => {
  await holdBack(shop, 'UAH');
  const admin = await newSignedIn(await addAdmin(shop), { javaScriptEnabled: false });
  const member = await newSignedIn(await addAccount(shop));
  expect((await member.goto('/admin/rates'))?.status()).toBe(404);
  await expect(member.getByText('There is nothing here')).toBeVisible();
  await admin.goto('/admin/rates');
  const fields = await waiting(admin, 'UAH')
    .locator('form')
    .evaluate((form) =>
      [...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, String(value)] as const),
    );
  for (const command of ['accept', 'discard']) {
    await member.request.post('/admin/rates', {
      headers: { origin: shop.url },
      multipart: { ...Object.fromEntries(fields), command },
    });
    expect(await stateOf(shop, 'UAH')).toBe('held');
  }
  // The same request works for the admin.
  await admin.request.post('/admin/rates', {
    headers: { origin: shop.url },
    multipart: { ...Object.fromEntries(fields), command: 'accept' },
  });
  expect(await stateOf(shop, 'UAH')).toBe('accepted');
});

test('axe finds no violations on the page of rates', async ({ newSignedIn, shop }) => {
  await holdBack(shop, 'MDL');
  const page = await newSignedIn(await addAdmin(shop));
  await page.goto('/admin/rates');
  await expect(waiting(page, 'MDL')).toBeVisible();
  await expectAccessible(page);
});
