import type { Browser, Page } from 'playwright/test';
import { eventually } from '../support/eventually.ts';
import { addManyWorks } from '../support/shop/add-many-works.ts';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { expect, goToPayment, pay, signIn, test } from './fixtures.ts';

// Every test of this folder fails with whatever the policy blocks (fixtures.ts). Here every page is opened, and what has
// to be blocked is.

/** The policy of the page at this path, after it has been opened in both themes. */
async function openInBothThemes(page: Page, path: string): Promise<string> {
  let policy = '';
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const response = await page.goto(path);
    await expect(page.getByRole('heading').first()).toBeVisible();
    policy = response?.headers()['content-security-policy'] ?? '';
  }
  return policy;
}

function expectStrict(policy: string, path: string): void {
  const scripts = policy.split('; ').find((directive) => directive.startsWith('script-src ')) ?? '';
  expect(scripts, path).toMatch(/^script-src 'self' ('(sha256-[\w+/]{43}=|nonce-[\w+/]{22}==)' ?)+$/);
  // With all other headers, a response has to fit the 4 KB that proxies reserve for them.
  expect(policy.length, path).toBeLessThan(1_000);
}

test('no page breaks its own policy, in either theme, new or cached', async ({ newVisitor, shop }) => {
  test.slow();
  const works = await addManyWorks(shop, 30);
  const work = await addWork(shop);
  const page = await newVisitor();
  const paths = [
    '/',
    `/posts/${work.slug}`,
    `/artists/${works.artist.username}`,
    '/search',
    `/search?q=${works.artist.username}`,
    '/sign-in',
    '/sign-up',
    '/currency',
    '/nowhere',
    '/posts/none',
    '/artists/none',
    `/posts/${work.slug}/checkout?problem=sold`,
  ];
  for (const path of paths) expectStrict(await openInBothThemes(page, path), path);
  await works.remove();
});

test('no page for a signed-in person breaks its own policy', async ({ newSignedIn, newVisitor, shop }) => {
  test.slow();
  const admin = await addAccount(shop, { role: 'ADMIN' });
  const work = await addWork(shop, { artist: admin });
  const sold = await addWork(shop, { artist: admin });
  const buyer = await newVisitor();
  await goToPayment(buyer, sold.slug);
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
  const page = await newSignedIn(admin);
  const { rows } = await shop.database.query('SELECT id FROM orders WHERE post_id = $1', [sold.id]);
  const { rows: events } = await shop.database.query('SELECT id FROM stripe_events LIMIT 1');
  const paths = [
    ...['/dashboard', '/dashboard/sales', '/dashboard/purchases', '/dashboard/settings', '/posts/new'],
    '/dashboard/settings/security',
    `/dashboard/sales/${rows[0].id}`,
    `/dashboard/works/${work.slug}/visitors`,
    `/posts/${work.slug}/edit`,
    `/orders/${rows[0].id}`,
    ...[
      '/admin',
      '/admin/accounts',
      '/admin/events',
      '/admin/ledger',
      '/admin/orders',
      '/admin/rates',
      '/admin/system',
    ],
    `/admin/events/${events[0].id}`,
  ];
  for (const path of paths) expectStrict(await openInBothThemes(page, path), path);
});

test('a page that fails says so without breaking its policy', async ({ newSignedIn, shop }) => {
  const page = await newSignedIn(await addAccount(shop, { role: 'ADMIN' }));
  const rename = (from: string, to: string) => shop.database.query(`ALTER TABLE ${from} RENAME TO ${to}`);
  await rename('ledger_entries', 'ledger_entries_away');
  try {
    const response = await page.goto('/admin/ledger');
    expect(response?.status()).toBe(500);
    expectStrict(response?.headers()['content-security-policy'] ?? '', '/admin/ledger');
    await expect(page.getByRole('heading', { name: 'Something went wrong on our side' })).toBeVisible();
  } finally {
    await rename('ledger_entries_away', 'ledger_entries');
  }
});

declare global {
  interface Window {
    injected?: string[];
    blocked?: string[];
  }
}

/** In the HTML, where a hole in the rendering would put it. */
const IN_HTML = [
  `<script>(window.injected??=[]).push('script')</script>`,
  `<img src="/nothing.png" alt="" onerror="(window.injected??=[]).push('handler')">`,
  `<base href="https://evil.example/">`,
  `<script src="https://evil.example/a.js"></script>`,
].join('');

/** In the document, where a hole in a script would put it. */
const IN_DOCUMENT = [
  `<a id="smuggled-link" href="javascript:(window.injected??=[]).push('link')">Link</a>`,
  `<form id="smuggled-form" action="https://evil.example/"></form>`,
].join('');

/** Opens a page into whose HTML somebody has smuggled scripts, in a browser that expects violations. */
async function openInjected(browser: Browser, shop: Shop, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: shop.url, locale: 'en-IE' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.blocked = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      window.blocked?.push(effectiveDirective),
    );
  });
  await page.route(`**${path}`, async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('</body>', `${IN_HTML}</body>`) });
  });
  await page.goto(path);
  return page;
}

test('scripts, handlers, links, forms and bases that somebody smuggled into a page have no effect', async ({
  browser,
  shop,
}) => {
  const { slug } = await addWork(shop);
  for (const path of [`/posts/${slug}`, '/sign-in']) {
    const page = await openInjected(browser, shop, path);
    // The page's own scripts still run.
    await expect
      .poll(() => page.evaluate(() => Object.keys(document.querySelector('#main') ?? {}).join()))
      .toContain('__react');
    await page.evaluate((html) => {
      document.querySelector('main')?.insertAdjacentHTML('afterbegin', html);
      document.querySelector<HTMLAnchorElement>('#smuggled-link')?.click();
      // Playwright would wait for the navigation that is blocked.
      document.querySelector<HTMLFormElement>('#smuggled-form')?.requestSubmit();
    }, IN_DOCUMENT);
    await expect
      .poll(() => page.evaluate(() => window.blocked))
      .toEqual(expect.arrayContaining(['script-src-elem', 'script-src-attr', 'base-uri', 'form-action']));
    expect(await page.evaluate(() => window.injected)).toBeUndefined();
    expect(new URL(page.url()).origin).toBe(shop.url);
    await page.context().close();
  }
});

test('scripts that came into a cached page while it was rendered have no effect either', async ({
  newVisitor,
  shop,
}) => {
  const { slug, id } = await addWork(shop);
  const description = '</script><script>window.injected=["description"]</script> self.__next_f.push([1,"a"])';
  await shop.database.query('UPDATE posts SET description = $2 WHERE id = $1', [id, description]);
  const page = await newVisitor();
  for (let visit = 0; visit < 2; visit++) {
    await page.goto(`/posts/${slug}`);
    await expect(page.getByText('window.injected')).toBeVisible();
    expect(await page.evaluate(() => window.injected)).toBeUndefined();
  }
});

test('what a browser reports becomes a line in the log, without paths that say who somebody is', async ({
  newVisitor,
  shop,
}) => {
  const page = await newVisitor();
  await page.goto('/sign-in');
  const report = {
    type: 'csp-violation',
    body: {
      documentURL: `${shop.url}/orders/secret-order?from=checkout`,
      effectiveDirective: 'script-src-elem',
      blockedURL: 'https://evil.example/tracker.js?buyer=ada',
      lineNumber: 1,
    },
  };
  const statuses = await page.evaluate(async (body) => {
    const send = (text: string) => fetch('/api/csp-reports', { method: 'POST', body: text });
    const first = await send(JSON.stringify([body]));
    const wrong = await send('no report');
    const large = await send('x'.repeat(40_000));
    for (let count = 0; count < 30; count++) await send(JSON.stringify([body]));
    return [first.status, wrong.status, large.status];
  }, report);
  expect(statuses).toEqual([204, 400, 413]);
  const logged = () =>
    shop
      .log('web')
      .split('\n')
      .filter((line) => line.includes('evil.example'));
  await eventually(async () => expect(logged().length).toBeGreaterThan(0));
  expect(JSON.parse(logged()[0] ?? '')).toMatchObject({ blocked: 'https://evil.example', page: '/orders' });
  expect(logged().join('')).not.toMatch(/secret-order|buyer=ada/);
  // One address fills no log.
  expect(logged().length).toBeLessThanOrEqual(10);
});

test('signing in, a purchase and going back work in one window, and other windows stay apart', async ({
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const page = await newVisitor();
  await page.goto('/sign-in');
  await signIn(page, work.artist.username);
  await page.waitForURL('**/dashboard');
  const buyer = await newVisitor();
  await goToPayment(buyer, work.slug);
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
  const response = await buyer.goto('/');
  expect(response?.headers()).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
});
