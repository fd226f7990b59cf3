import type { Page } from 'playwright/test';
import { addWrittenTexts, pagesOf } from '../support/shop/add-written-texts.ts';
import { expect, test } from './fixtures.ts';

/** The texts that are wider than the page, or that make it wider; in the browser. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= window.innerWidth) return [];
    const wide = [...document.querySelectorAll('main *, header *, footer *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && element.children.length === 0,
    );
    return [`${scrollWidth} px`, ...wide.slice(0, 3).map(({ outerHTML }) => outerHTML.slice(0, 200))];
  });

test('no word that anybody wrote makes a page wider than a phone', async ({ newSignedIn, shop }) => {
  test.setTimeout(240_000);
  const word = 'Donaudampfschifffahrtsgesellschaft';
  const written = await addWrittenTexts(shop, word);
  const page = await newSignedIn(written.artist);
  for (const path of pagesOf(written, word)) {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(path);
    for (const width of [320, 390, 768]) {
      await page.setViewportSize({ width, height: 800 });
      expect([path, width, await overflow(page)]).toEqual([path, width, []]);
    }
  }
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto('/search');
  await page.getByText('Filters', { exact: true }).click();
  await page.getByLabel('Titles, artists, tags, materials').fill('x'.repeat(200));
  await expect(page.getByRole('heading', { name: /^No work is about/ })).toBeVisible();
  expect(await overflow(page)).toEqual([]);
  await page.getByRole('button', { name: 'Menu' }).click();
  expect(await overflow(page)).toEqual([]);
});

/** Texts that begin from right to left in an element that runs from left to right; in the browser. */
const wrongDirections = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || parent.closest('script, noscript, .sr-only, svg')) continue;
      if (!/^\P{L}*[\u0590-\u08ff]/u.test(node.textContent ?? '')) continue;
      if (getComputedStyle(parent).direction !== 'rtl') found.push(parent.outerHTML.slice(0, 200));
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), textarea')) {
      const isRtl = /^\P{L}*[\u0590-\u08ff]/u.test(field.value) && !/radio|checkbox/.test(field.type);
      if (isRtl && getComputedStyle(field).direction !== 'rtl') found.push(field.outerHTML.slice(0, 200));
    }
    return found;
  });

test('what somebody wrote from right to left is shown so, on every page and in every field', async ({
  newSignedIn,
  shop,
}) => {
  test.setTimeout(180_000);
  const word = 'كتاب أحمر، ';
  const written = await addWrittenTexts(shop, word);
  const page = await newSignedIn(written.artist);
  for (const path of pagesOf(written, word)) {
    await page.goto(path);
    expect([path, await wrongDirections(page)]).toEqual([path, []]);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).direction)).toBe('ltr');
  }
  await page.goto(`/posts/${written.work.slug}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('direction', 'rtl');
  // The rest of the title is from left to right: each name is isolated in it.
  await expect(page).toHaveTitle(/^\u2068.*\u2069, by \u2068.*\u2069 · MakeYourSpace$/);
  await page.goto('/posts/new');
  for (const label of ['Title', 'Description', 'Story', 'Medium', 'Tags']) {
    const field = page.getByLabel(label);
    await field.fill('שלום');
    await expect(field).toHaveCSS('direction', 'rtl');
    await field.fill('Shalom שלום');
    await expect(field).toHaveCSS('direction', 'ltr');
  }
  await page.goto('/');
  await page.getByLabel('Search works').fill('كتا');
  await expect(page.getByLabel('Search works')).toHaveCSS('direction', 'rtl');
  await expect(page.getByRole('option').first()).toBeVisible();
  expect(await wrongDirections(page)).toEqual([]);
});
