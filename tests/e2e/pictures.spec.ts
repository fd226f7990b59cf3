import type { Locator } from 'playwright/test';
import sharp from 'sharp';
import { addAccount, addWork, refreshPages } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

const RATIOS = [1.5, 0.75, 1, 1.6, 0.65, 0.8, 2, 1.33, 0.75, 1];
const SCREENS = [
  [320, 640],
  [390, 844],
  [600, 900],
  [768, 1024],
  [1024, 768],
  [1280, 800],
  [1440, 900],
  [1920, 1080],
  [2560, 1440],
] as const;

type Widths = { displayed: number; declared: number };

/**
 * The width at which each picture is displayed, and the width in its `sizes` attribute, which is the natural width of
 * an image with a `srcset`.
 */
async function widthsOf(images: Locator): Promise<Widths[]> {
  const found: Widths[] = [];
  for (const image of await images.all()) {
    await image.scrollIntoViewIfNeeded();
    await expect(image).toHaveJSProperty('complete', true);
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
    found.push(
      await image.evaluate((element: HTMLImageElement) => ({
        displayed: element.getBoundingClientRect().width,
        declared: element.naturalWidth,
      })),
    );
  }
  return found;
}

/** @param maxExcess the declared width divided by the displayed one, on average */
function expectGoodSizes(found: Widths[], where: string, maxExcess = 1.25): void {
  // Both are rounded, by less than a pixel each.
  for (const { displayed, declared } of found) expect(declared, where).toBeGreaterThan(displayed - 2);
  const excess = found.map(({ displayed, declared }) => declared / displayed);
  expect(excess.reduce((sum, one) => sum + one, 0) / excess.length, where).toBeLessThan(maxExcess);
}

test('the sizes attribute of each picture fits its displayed width, on every screen', async ({ newVisitor, shop }) => {
  test.setTimeout(180_000);
  const artist = await addAccount(shop);
  let slug = '';
  for (const ratio of RATIOS) slug = (await addWork(shop, { artist, ratio })).slug;
  const all: Widths[] = [];
  for (const [width, height] of SCREENS) {
    const page = await newVisitor({ viewport: { width, height } });
    await page.goto(`/artists/${artist.username}`);
    const images = page.getByRole('main').getByRole('list').first().getByRole('img');
    await expect(images).toHaveCount(RATIOS.length);
    all.push(...(await widthsOf(images)));
    expectGoodSizes(all.slice(-RATIOS.length), `the grid at ${width}`, 1.4);
    await page.goto(`/posts/${slug}`);
    expectGoodSizes(await widthsOf(page.getByRole('main').getByRole('img').first()), `the work at ${width}`, 1.3);
    await page.context().close();
  }
  expectGoodSizes(all, 'the grid on all screens');
});

test('a screen with a higher pixel density gets a larger file, but none larger than needed', async ({
  newVisitor,
  shop,
}) => {
  const { slug } = await addWork(shop, { ratio: 1 });
  for (const deviceScaleFactor of [1, 2, 3]) {
    const page = await newVisitor({ viewport: { width: 390, height: 844 }, deviceScaleFactor });
    await page.goto(`/posts/${slug}`);
    const image = page.getByRole('main').getByRole('img').first();
    const chosen = await image.evaluate(async (element: HTMLImageElement) => {
      await element.decode();
      return element.currentSrc;
    });
    expect(Number(/-(\d+)\.webp$/.exec(chosen)?.[1])).toBe({ 1: 480, 2: 720, 3: 1280 }[deviceScaleFactor]);
  }
});

test('the first pictures of a list load first, later ones when they are near', async ({ newVisitor, shop }) => {
  const artist = await addAccount(shop);
  for (const ratio of RATIOS) await addWork(shop, { artist, ratio });
  const page = await newVisitor({ viewport: { width: 390, height: 844 } });
  await page.goto(`/artists/${artist.username}`);
  const hints = await page
    .getByRole('main')
    .getByRole('img')
    .evaluateAll((images) =>
      images.map((image) => [image.getAttribute('fetchpriority'), image.getAttribute('loading')]),
    );
  expect(hints.slice(0, 5)).toEqual([
    ['high', 'eager'],
    ['high', 'eager'],
    ['auto', 'eager'],
    ['auto', 'eager'],
    ['auto', 'lazy'],
  ]);
});

test('an uploaded picture is available at once as WebP, and later as AVIF from the worker', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const artist = await newSignedIn(await addAccount(shop));
  await artist.goto('/posts/new');
  const buffer = await sharp({ create: { width: 700, height: 500, channels: 3, background: '#2050c0' } })
    .png()
    .toBuffer();
  await artist.getByLabel('Add pictures').setInputFiles({ name: 'blue.png', mimeType: 'image/png', buffer });
  await artist.getByLabel('Describe picture 1').fill('A blue sheet');
  await artist.getByLabel('Title').fill('Blue sheet');
  await artist.getByLabel('Price').fill('90');
  await artist.getByRole('button', { name: 'Publish' }).click();
  await artist.waitForURL('**/dashboard');
  const { rows } = await shop.database.query<{ slug: string }>("SELECT slug FROM posts WHERE title = 'Blue sheet'");
  const visitor = await newVisitor();
  await expect(async () => {
    await visitor.goto(`/posts/${rows[0]?.slug}`);
    const shown = await visitor.getByAltText('A blue sheet').evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return image.currentSrc;
    });
    expect(shown).toMatch(/\.avif$/);
    const file = await visitor.request.get(shown);
    expect(file.headers()['content-type']).toBe('image/avif');
    expect(file.headers()['cache-control']).toContain('immutable');
  }).toPass();
  // A browser without AVIF uses the `src`.
  await expect(visitor.getByAltText('A blue sheet')).toHaveAttribute('src', /\.webp$/);
});

test('several files upload in parallel and keep their order, and a failed one can be retried', async ({
  newSignedIn,
  shop,
}) => {
  const artist = await newSignedIn(await addAccount(shop));
  await artist.goto('/posts/new');
  let active = 0;
  let maxActive = 0;
  let refusals = 1;
  await artist.route('**/api/pictures', async (route) => {
    maxActive = Math.max(maxActive, ++active);
    const size = route.request().postDataBuffer()?.length ?? 0;
    if (size > 0 && refusals-- > 0) {
      await route.fulfill({ status: 503, json: { error: 'Too many pictures are arriving just now.' } });
    } else {
      await route.continue();
    }
    active -= 1;
  });
  const files = await Promise.all(
    [1, 2, 3, 4, 5].map(async (number) => ({
      name: `sheet-${number}.png`,
      mimeType: 'image/png',
      buffer: await sharp({ create: { width: 60 * number, height: 40, channels: 3, background: '#308040' } })
        .png()
        .toBuffer(),
    })),
  );
  await artist.getByLabel('Add pictures').setInputFiles(files);
  await expect(artist.getByLabel('Describe picture 4')).toBeVisible();
  const problem = artist.getByRole('alert').filter({ hasText: 'sheet-1.png' });
  await expect(problem).toContainText('Too many pictures are arriving just now.');
  await artist.getByRole('button', { name: 'Try again : sheet-1.png' }).click();
  await expect(artist.getByLabel('Describe picture 5')).toBeVisible();
  await expect(problem).toBeHidden();
  expect(maxActive).toBeLessThanOrEqual(3);
  const widths = await artist
    .getByRole('listitem')
    .locator('img')
    .evaluateAll((images) => images.map((image) => Number(image.getAttribute('width'))));
  expect(widths).toEqual([60, 120, 180, 240, 300]);
});

test('a HEIC of a telephone is called by its name, with what to do and no offer to try again', async ({
  newSignedIn,
  shop,
}) => {
  const artist = await newSignedIn(await addAccount(shop));
  await artist.goto('/posts/new');
  const buffer = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  await artist.getByLabel('Add pictures').setInputFiles([{ name: 'IMG_1.heic', mimeType: 'image/heic', buffer }]);
  await expect(artist.getByRole('alert').filter({ hasText: 'IMG_1.heic' })).toContainText(/HEIC.*save it as JPEG/);
  await expect(artist.getByRole('button', { name: /Try again/ })).toHaveCount(0);
  await artist.getByRole('button', { name: /Remove/ }).click();
  await expect(artist.getByText('IMG_1.heic')).toBeHidden();
});

test('without JavaScript: a picture is a link to its largest file', async ({ newVisitor, shop }) => {
  const { slug } = await addWork(shop, { ratio: 1.5 });
  const visitor = await newVisitor({ javaScriptEnabled: false });
  await visitor.goto(`/posts/${slug}`);
  await visitor.getByRole('link', { name: 'Enlarge Stripes in one colour' }).click();
  await visitor.waitForURL(/\/media\/[0-9a-f]{64}-2560\.webp$/);
});

test('a picture with a placeholder in an old format is shown without one', async ({ newVisitor, shop }) => {
  const { slug } = await addWork(shop);
  await refreshPages(shop, [`post:${slug}`]);
  const visitor = await newVisitor();
  await visitor.goto(`/posts/${slug}`);
  const image = visitor.getByRole('main').getByRole('img').first();
  await expect(image).toBeVisible();
  expect(await image.getAttribute('style')).toBeNull();
});
