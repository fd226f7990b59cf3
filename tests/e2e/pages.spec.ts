import { Redis } from 'ioredis';
import type { Page } from 'playwright/test';
import { eventually } from '../support/eventually.ts';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { expectAccessible } from './axe.ts';
import { expect, goToPayment, test } from './fixtures.ts';

async function expectPageAccessible(page: Page, path: string) {
  await page.goto(path);
  await expect(
    page
      .getByRole('heading', { level: 1 })
      .or(page.getByRole('heading', { level: 2 }))
      .first(),
  ).toBeVisible();
  await expectAccessible(page);
}

test('axe finds no violations on the public pages', async ({ newVisitor, shop }) => {
  test.slow();
  const work = await addWork(shop);
  const page = await newVisitor();
  for (const path of [
    '/',
    `/posts/${work.slug}`,
    `/artists/${work.artist.username}`,
    '/sign-in',
    '/sign-up',
    '/nowhere',
    `/posts/${work.slug}/checkout?problem=sold`,
  ]) {
    await expectPageAccessible(page, path);
  }
});

test('axe finds no violations on the pages for signed-in users', async ({ newSignedIn, shop }) => {
  test.slow();
  const admin = await addAccount(shop, { role: 'ADMIN' });
  const work = await addWork(shop, { artist: admin });
  const page = await newSignedIn(admin);
  for (const path of [
    '/dashboard',
    '/dashboard/sales',
    '/dashboard/purchases',
    '/dashboard/settings',
    '/dashboard/settings/security',
    '/dashboard/settings/tokens',
    '/posts/new',
    `/posts/${work.slug}/edit`,
    '/admin',
    '/admin/accounts',
    '/admin/audit',
    '/admin/works',
    `/admin/works?q=${work.slug}`,
  ]) {
    await expectPageAccessible(page, path);
  }
});

test('axe finds no violations on an order’s page', async ({ newVisitor, shop }) => {
  const work = await addWork(shop);
  const page = await newVisitor();
  await goToPayment(page, work.slug);
  const { rows } = await shop.database.query('SELECT id FROM orders WHERE post_id = $1', [work.id]);
  await expectPageAccessible(page, `/orders/${rows[0].id}`);
  await expect(page.getByRole('link', { name: 'Continue to payment' })).toBeVisible();
});

test('a list continues by plain links and by “More works”, and nothing shifts', async ({ newVisitor, shop }) => {
  const artist = await addAccount(shop);
  for (let index = 0; index < 26; index++) await addWork(shop, { artist });
  const plain = await newVisitor({ javaScriptEnabled: false });
  await plain.goto(`/artists/${artist.username}`);
  await expect(plain.getByRole('article')).toHaveCount(24);
  await plain.getByRole('link', { name: 'More works' }).click();
  await expect(plain.getByRole('article')).toHaveCount(2);

  const page = await newVisitor();
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!shift.hadRecentInput)
          document.documentElement.dataset.shift = String(
            Number(document.documentElement.dataset.shift ?? 0) + shift.value,
          );
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`/artists/${artist.username}`);
  await page.getByRole('link', { name: 'More works' }).click();
  await expect(page.getByRole('article')).toHaveCount(26);
  await expect(page.getByText('That is everything.')).toBeVisible();
  await page.goto('/', { waitUntil: 'networkidle' }).catch(() => {});
  expect(await page.locator('html').getAttribute('data-shift')).toBeNull();
});

test('public pages are cached as a whole, and their structured data, feed and sitemap are correct', async ({
  request,
  shop,
}) => {
  const work = await addWork(shop, { amount: 1234, currency: 'KWD' });
  // A page whose rendering started before a change is not cached; the next one is.
  const cached = await eventually(async () => {
    const response = await request.get(`/posts/${work.slug}`);
    expect(response.status()).toBe(200);
    expect(response.headers()['x-nextjs-cache']).toBe('HIT');
    return response;
  });
  expect(cached.headers()['set-cookie']).toBeUndefined();
  const html = await cached.text();
  const jsonLd = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(html)?.[1] ?? 'null');
  expect(jsonLd).toMatchObject({
    name: work.title,
    offers: { price: '1.234', priceCurrency: 'KWD', availability: 'https://schema.org/InStock' },
  });
  expect(html).toContain('property="og:image"');

  const picture = await request.get(/\/media\/[0-9a-f]+-320\.webp/.exec(html)?.[0] ?? '');
  expect(picture.headers()).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  expect(await (await request.get('/sitemap/0.xml')).text()).toContain(`/posts/${work.slug}</loc>`);
  expect(await (await request.get('/feed.xml')).text()).toContain(`<title>${work.title}</title>`);
  expect((await request.get('/in/XXX')).status()).toBe(404);
  expect((await request.get('/api/posts?after=nonsense')).status()).toBe(400);
});

test('the webhook accepts only events that Stripe signed', async ({ request }) => {
  const unsigned = await request.post('/api/webhooks/stripe', { data: '{}' });
  expect(unsigned.status()).toBe(400);
  const forged = await request.post('/api/webhooks/stripe', {
    data: '{}',
    headers: { 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=00` },
  });
  expect(forged.status()).toBe(400);
});

test('a new event stream starts with the changes of the last minute', async ({ shop }) => {
  const work = await addWork(shop);
  const redis = new Redis(shop.redisUrl);
  const post = { id: work.id, status: 'SOLD', heldUntil: null };
  await redis.publish('live', JSON.stringify({ tags: ['gallery'], post, orderId: null }));
  redis.disconnect();
  await expect(async () => {
    const response = await fetch(`${shop.url}/api/live`, { signal: AbortSignal.timeout(2_000) });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let chunks = 0; chunks < 3 && !text.includes(work.id); chunks++) text += (await reader?.read())?.value ?? '';
    await reader?.cancel();
    expect(text).toContain(`event: post\ndata: ${JSON.stringify(post)}`);
  }).toPass({ timeout: 10_000 });
});
