import { type BrowserContextOptions, test as base, expect, type Page } from 'playwright/test';
import { startPostgresForTests } from '../support/database/test-postgres.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { PASSWORD, type Person } from '../support/shop/shop-data.ts';

type Options = BrowserContextOptions;
type Fixtures = {
  /** A page in a browser of its own, as another person at another computer has. */
  newVisitor(options?: Options): Promise<Page>;
  newSignedIn(person: Person, options?: Options): Promise<Page>;
};

export const test = base.extend<Fixtures, { shop: Shop }>({
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
    async ({}, use) => {
      const postgres = await startPostgresForTests();
      const shop = await startShop(postgres.url);
      await use(shop);
      await shop.stop();
      await postgres.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ shop }, use) => use(shop.url),
  newVisitor: async ({ browser, shop }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    const problems: string[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: shop.url, locale: 'en-IE', ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => problems.push(error.message));
      lookFirst(page);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(problems, 'errors in the browser').toEqual([]);
  },
  newSignedIn: async ({ newVisitor }, use) => {
    await use(async (person, options) => {
      const page = await newVisitor(options);
      await page.goto('/sign-in');
      await signIn(page, person.username);
      await page.waitForURL('**/dashboard');
      return page;
    });
  },
});

/** People look at a page before they touch it; by then its scripts work. Who names a moment wants that one. */
function lookFirst(page: Page): void {
  const { goto } = page;
  page.goto = async (url, options) => {
    const response = await goto.call(page, url, options);
    if (!options?.waitUntil) await page.waitForFunction(isAlive);
    return response;
  };
}

/** Runs in the browser. React notes by properties of its own what it has taken over. */
function isAlive(): boolean {
  const main = document.querySelector('#main');
  return !('__next_f' in window && main) || Object.keys(main).some((name) => name.startsWith('__react'));
}

export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Username or email').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const GOOD_CARD = '4242 4242 4242 4242';
export const DECLINED_CARD = '4000 0000 0000 0002';

/** Fills in the payment page and presses “Pay”. */
export async function pay(
  page: Page,
  { email = 'buyer@example.org', card = GOOD_CARD }: { email?: string; card?: string } = {},
): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Card number').fill(card);
  await page.getByLabel('Expiry').fill('12 / 34');
  await page.getByLabel('CVC').fill('123');
  await page.getByLabel('Name on card').fill('Bo Buyer');
  await page.getByRole('button', { name: /^Pay/ }).click();
}

/** Opens a work's page and goes to the payment page. */
export async function beginToBuy(page: Page, slug: string): Promise<void> {
  await page.goto(`/posts/${slug}`);
  await page.getByRole('button', { name: 'Buy this work' }).click();
  await page.waitForURL(/\/c\/pay\//);
}

export { expect };
