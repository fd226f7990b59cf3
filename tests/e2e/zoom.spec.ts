import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import sharp from 'sharp';
import { addWork, refreshPages } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';

/** Adds a work with two pictures, both 2560 × 1280. */
async function addWorkWithTwoPictures(shop: Shop) {
  const work = await addWork(shop, { ratio: 2 });
  await shop.database.query(
    `INSERT INTO post_images (id, owner_id, post_id, position, alt, key, width, height, widths, placeholder)
     SELECT $1, owner_id, post_id, 1, 'The back', key, width, height, widths, placeholder FROM post_images WHERE post_id = $2`,
    [randomUUID(), work.id],
  );
  await refreshPages(shop, [`post:${work.slug}`]);
  return work;
}

const opener = (page: Page) => page.getByRole('link', { name: 'Enlarge Stripes in one colour' });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: /enlarged$/ });

/** The width of a picture that is not zoomed: that of the dialog, once it is open. */
const fittedWidthOf = async (page: Page) => {
  await expect(dialogOf(page)).toBeVisible();
  return (await dialogOf(page).boundingBox())?.width ?? 0;
};

/** The position and size of the enlarged picture in pixels. */
const boxOf = async (page: Page) => {
  const box = await dialogOf(page).getByRole('img').boundingBox();
  if (!box) throw new Error('no picture is enlarged');
  return box;
};

test('with the keyboard: open, zoom, pan, turn and close, which restores the focus', async ({ newVisitor, shop }) => {
  const work = await addWorkWithTwoPictures(shop);
  const page = await newVisitor({ viewport: { width: 1200, height: 800 }, reducedMotion: 'reduce' });
  await page.goto(`/posts/${work.slug}`);
  await expect(page.getByRole('img', { name: 'Stripes in one colour' })).toHaveJSProperty('complete', true);
  await opener(page).focus();
  await page.keyboard.press('Enter');
  const fittedWidth = await fittedWidthOf(page);
  await expect(dialogOf(page).getByRole('img', { name: 'Stripes in one colour' })).toHaveAttribute(
    'src',
    /-2560\.webp$/,
  );
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(fittedWidth, 0);

  await page.keyboard.press('+');
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(fittedWidth * 1.5, 0);
  await expect(dialogOf(page).getByText('150 percent')).toBeAttached();
  const before = await boxOf(page);
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await boxOf(page)).x).toBeCloseTo(before.x - 80, 0);
  for (let press = 0; press < 10; press++) await page.keyboard.press('+');
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(2560, 0);
  for (let press = 0; press < 10; press++) await page.keyboard.press('-');
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(fittedWidth, 0);

  await page.keyboard.press('ArrowRight');
  await expect(dialogOf(page).getByRole('img', { name: 'The back' })).toBeVisible();
  await expect(dialogOf(page).getByText('Picture 2 of 2')).toBeAttached();
  await page.keyboard.press('ArrowRight');
  await expect(dialogOf(page).getByRole('img', { name: 'The back' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(dialogOf(page).getByRole('img', { name: 'Stripes in one colour' })).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeHidden();
  await expect(opener(page)).toBeFocused();
});

test('with the mouse: click, wheel, drag, buttons', async ({ newVisitor, shop }) => {
  const work = await addWorkWithTwoPictures(shop);
  const page = await newVisitor({ viewport: { width: 1200, height: 800 }, reducedMotion: 'reduce' });
  await page.goto(`/posts/${work.slug}`);
  await opener(page).click();
  const fittedWidth = await fittedWidthOf(page);
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(fittedWidth, 0);
  // What is under the pointer stays there.
  await page.mouse.click(300, 400);
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(2560, 0);
  expect((await boxOf(page)).x).toBeCloseTo(300 - 300 * (2560 / fittedWidth), 0);
  const before = await boxOf(page);
  await page.mouse.move(600, 400);
  await page.mouse.down();
  await page.mouse.move(500, 380, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await boxOf(page)).x).toBeCloseTo(before.x - 100, 0);
  expect((await boxOf(page)).width).toBeCloseTo(2560, 0);
  await page.mouse.click(600, 400);
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(fittedWidth, 0);
  await page.mouse.wheel(0, -200);
  await expect.poll(async () => (await boxOf(page)).width).toBeGreaterThan(1300);
  await dialogOf(page).getByRole('button', { name: 'Next picture' }).click();
  await expect(dialogOf(page).getByRole('img', { name: 'The back' })).toBeVisible();
  expect((await boxOf(page)).width).toBeCloseTo(fittedWidth, 0);
  await dialogOf(page).getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(fittedWidth * 1.5, 0);
  await dialogOf(page).getByRole('button', { name: 'Close' }).click();
  await expect(dialogOf(page)).toBeHidden();
});

test('with two fingers', async ({ newVisitor, shop }) => {
  const work = await addWorkWithTwoPictures(shop);
  const page = await newVisitor({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  await page.goto(`/posts/${work.slug}`);
  await opener(page).tap();
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(390, 0);
  const touch = await page.context().newCDPSession(page);
  const fingers = (half: number) => [
    { x: 195 - half, y: 400, id: 1 },
    { x: 195 + half, y: 400, id: 2 },
  ];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(40) });
  for (const half of [60, 80, 100, 120]) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(half) });
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(1170, -1);
  await page.touchscreen.tap(195, 400);
  await page.touchscreen.tap(195, 400);
  await expect.poll(async () => (await boxOf(page)).width).toBeCloseTo(390, 0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds no violations in the zoom dialog: ${colorScheme}`, async ({ newVisitor, shop }) => {
    const work = await addWorkWithTwoPictures(shop);
    const page = await newVisitor({ colorScheme });
    await page.goto(`/posts/${work.slug}`);
    await opener(page).click();
    await expect(dialogOf(page)).toBeVisible();
    const { violations } = await axe(page).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}

test('the zoom dialog is loaded only when a pointer enters a picture', async ({ newVisitor, shop }) => {
  const work = await addWorkWithTwoPictures(shop);
  const page = await newVisitor();
  const scripts: string[] = [];
  page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()));
  await page.goto(`/posts/${work.slug}`, { waitUntil: 'networkidle' });
  const before = scripts.length;
  await opener(page).hover();
  await expect.poll(() => scripts.length).toBe(before + 1);
  await opener(page).click();
  await expect(dialogOf(page)).toBeVisible();
  expect(scripts).toHaveLength(before + 1);
});

/** Gives the work's pictures AVIF files, so that each has a `<source>`. */
async function addAvif(shop: Shop, page: Page, work: { id: string; slug: string }) {
  const body = await sharp({ create: { width: 2560, height: 1280, channels: 3, background: '#336699' } })
    .avif({ effort: 0 })
    .toBuffer();
  await page.route(/\.avif$/, (route) => route.fulfill({ contentType: 'image/avif', body }));
  await shop.database.query('UPDATE post_images SET avif = true WHERE post_id = $1', [work.id]);
  await refreshPages(shop, [`post:${work.slug}`]);
}

for (const viewport of [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
]) {
  test(`the picture is in the middle of the window at ${viewport.width} px`, async ({ newVisitor, shop }) => {
    const work = await addWorkWithTwoPictures(shop);
    const page = await newVisitor({ viewport });
    await addAvif(shop, page, work);
    await page.goto(`/posts/${work.slug}`);
    await opener(page).click();
    const dialog = dialogOf(page);
    await expect(dialog.locator('source')).toBeAttached();
    const middle = ({ y, height }: { y: number; height: number }) => y + height / 2;
    expect(Math.abs(middle(await boxOf(page)) - viewport.height / 2)).toBeLessThan(1);
    await dialog.getByRole('button', { name: 'Next picture' }).click();
    await expect(dialog.getByRole('img', { name: 'The back' })).toBeVisible();
    expect(Math.abs(middle(await boxOf(page)) - viewport.height / 2)).toBeLessThan(1);
  });

  test(`Back closes the zoom, and Forward and a reload open it, at ${viewport.width} px`, async ({
    newVisitor,
    shop,
  }) => {
    const work = await addWorkWithTwoPictures(shop);
    const page = await newVisitor({ viewport });
    await page.goto('/currency');
    await page.goto(`/posts/${work.slug}`);
    const url = page.url();
    await opener(page).click();
    await dialogOf(page).getByRole('button', { name: 'Next picture' }).click();
    await page.goBack();
    await expect(dialogOf(page)).toBeHidden();
    await expect(opener(page)).toBeFocused();
    expect(page.url()).toBe(url);
    await page.goForward();
    await expect(dialogOf(page).getByRole('img', { name: 'The back' })).toBeVisible();
    await page.reload();
    await expect(dialogOf(page).getByRole('img', { name: 'The back' })).toBeVisible();
    await page.goBack();
    await expect(dialogOf(page)).toBeHidden();
    expect(page.url()).toBe(url);
    await page.goBack();
    await expect(page).toHaveURL(/\/currency$/);
  });

  test(`Back and at once Forward leave the zoom open, at ${viewport.width} px`, async ({ newVisitor, shop }) => {
    const work = await addWorkWithTwoPictures(shop);
    const page = await newVisitor({ viewport });
    await page.goto(`/posts/${work.slug}`);
    await opener(page).click();
    await expect(dialogOf(page)).toBeVisible();
    const url = page.url();
    // Before the next frame, in which a dialog says that it was closed.
    await page.evaluate(async () => {
      const entered = () => new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
      for (const move of ['back', 'forward'] as const) {
        const entry = entered();
        history[move]();
        await entry;
      }
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
    await expect(dialogOf(page)).toBeVisible();
    await page.goBack();
    await expect(dialogOf(page)).toBeHidden();
    expect(page.url()).toBe(url);
  });

  test(`a zoom that was closed leaves no entry for Back at ${viewport.width} px`, async ({ newVisitor, shop }) => {
    const work = await addWorkWithTwoPictures(shop);
    const page = await newVisitor({ viewport });
    await page.goto('/currency');
    await page.goto(`/posts/${work.slug}`);
    const close = [
      () => page.keyboard.press('Escape'),
      () => dialogOf(page).getByRole('button', { name: 'Close' }).click(),
    ];
    for (const closeZoom of close) {
      await opener(page).click();
      await expect(dialogOf(page)).toBeVisible();
      await closeZoom();
      await expect(dialogOf(page)).toBeHidden();
      await expect.poll(() => page.evaluate(() => history.state.zoom)).toBeUndefined();
    }
    await page.goBack();
    await expect(page).toHaveURL(/\/currency$/);
  });
}

test('the alternatives of a picture take no room, whatever contains it', async ({ newVisitor, shop }) => {
  const work = await addWorkWithTwoPictures(shop);
  const page = await newVisitor();
  await addAvif(shop, page, work);
  await page.goto(`/posts/${work.slug}`);
  const sources = page.locator('picture > source');
  expect(await sources.count()).toBeGreaterThan(0);
  for (const source of await sources.all()) await expect(source).toHaveCSS('display', 'none');
});
