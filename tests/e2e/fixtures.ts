import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from 'playwright/test';
import { startTestPostgres } from '../support/database/start-test-postgres.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { type Account, linkTo, PASSWORD } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

type Options = BrowserContextOptions;
type Fixtures = {
  /** A page in its own browser context, like a visitor at another computer. */
  newVisitor(options?: Options): Promise<Page>;
  /** The dashboard of somebody who has signed in through the form, which tests of signing in do in the browser. */
  newSignedIn(person: Account, options?: Options): Promise<Page>;
};

export const test = base.extend<Fixtures, { shop: Shop }>({
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
    async ({}, use) => {
      const postgres = await startTestPostgres();
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
      await reportBlocked(context, problems);
      const page = await context.newPage();
      page.on('pageerror', (error) => problems.push(error.message));
      waitForHydration(page);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(problems, 'errors in the browser').toEqual([]);
  },
  newSignedIn: async ({ newVisitor, shop, browser }, use) => {
    await use(async (person, options) => {
      const page = await newVisitor(options);
      const chromium = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${browser.version()} Safari/537.36`;
      const headers = { 'user-agent': options?.userAgent ?? chromium, ...options?.extraHTTPHeaders };
      const { cookie, cookies } = await signInOverHttp(shop, person.username, PASSWORD, headers);
      if (!cookie) throw new Error(`${person.username} could not sign in`);
      await page.context().addCookies(cookies.map((set) => ({ ...set, url: shop.url, sameSite: 'Lax' as const })));
      await page.goto('/dashboard');
      return page;
    });
  },
});

/** Every test fails with whatever the Content Security Policy blocks in one of its pages. */
async function reportBlocked(context: BrowserContext, problems: string[]): Promise<void> {
  context.on('console', (message) => {
    if (/Content Security Policy|securitypolicyviolation/.test(message.text())) problems.push(message.text());
  });
  // The browser's own messages may change with its version.
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`securitypolicyviolation ${location.pathname}: ${effectiveDirective} ${blockedURI}`),
    );
  });
}

/** Makes `page.goto` wait for hydration, unless `waitUntil` asks for an earlier moment. */
function waitForHydration(page: Page): void {
  const { goto } = page;
  page.goto = async (url, options) => {
    const response = await goto.call(page, url, options);
    if (!options?.waitUntil) await page.waitForFunction(isHydrated);
    return response;
  };
}

/** Runs in the browser. React sets its own properties on the elements that it has hydrated. */
function isHydrated(): boolean {
  const main = document.querySelector('#main');
  return !('__next_f' in window && main) || Object.keys(main).some((name) => name.startsWith('__react'));
}

export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Username or email').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Follows the link in the mail to a new account. */
export async function proveEmail(page: Page, shop: Shop, email: string): Promise<void> {
  await page.goto(await linkTo(shop, email, 'prove-email'));
  await page.getByRole('button', { name: 'Yes, confirm it' }).click();
  await expect(page.getByText('Your email address is confirmed.')).toBeVisible();
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
export async function goToPayment(page: Page, slug: string): Promise<void> {
  await page.goto(`/posts/${slug}`);
  await page.getByRole('button', { name: 'Buy this work' }).click();
  await page.waitForURL(/\/c\/pay\//);
}

export { expect };
