import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';

const LIGHT = 'rgb(250, 249, 247)';
const DARK = 'rgb(20, 19, 18)';

const themeOf = (page: Page) => page.getByRole('combobox', { name: 'Theme' });
const background = (page: Page) => page.locator('html').evaluate((html) => getComputedStyle(html).backgroundColor);

/** Records, in every document of this page, the background in each frame. */
const recordBackgrounds = (page: Page) =>
  page.addInitScript(() => {
    const backgrounds: string[] = [];
    Object.assign(window, { backgrounds });
    const recordFrame = () => {
      backgrounds.push(getComputedStyle(document.documentElement).backgroundColor);
      requestAnimationFrame(recordFrame);
    };
    requestAnimationFrame(recordFrame);
  });
const recorded = (page: Page): Promise<string[]> => page.evaluate(() => Reflect.get(window, 'backgrounds'));

test('the theme follows the system until light or dark is chosen', async ({ newVisitor }) => {
  const page = await newVisitor({ colorScheme: 'dark' });
  await page.goto('/');
  await expect(themeOf(page)).toHaveValue('system');
  await expect(themeOf(page).getByRole('option')).toHaveText(['System', 'Light', 'Dark']);
  await expect.poll(() => background(page)).toBe(DARK);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => background(page)).toBe(LIGHT);

  await themeOf(page).selectOption('Dark');
  await expect.poll(() => background(page)).toBe(DARK);
  await page.emulateMedia({ colorScheme: 'dark' });
  await themeOf(page).selectOption('Light');
  await expect.poll(() => background(page)).toBe(LIGHT);
  await themeOf(page).selectOption('System');
  await expect.poll(() => background(page)).toBe(DARK);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => background(page)).toBe(LIGHT);
});

test('the theme is chosen with the keyboard, and remembered without a flash', async ({ newVisitor }) => {
  const page = await newVisitor({ colorScheme: 'dark' });
  await recordBackgrounds(page);
  await page.goto('/');
  await themeOf(page).focus();
  await page.keyboard.press('l');
  await expect(themeOf(page)).toHaveValue('light');
  await expect.poll(() => background(page)).toBe(LIGHT);
  expect(await page.evaluate(() => localStorage.getItem('theme'))).toBe('light');

  for (const path of ['/', '/sign-in']) {
    await page.goto(path);
    await expect(themeOf(page)).toHaveValue('light');
    const backgrounds = await recorded(page);
    expect(backgrounds, path).toContain(LIGHT);
    expect(backgrounds, path).not.toContain(DARK);
  }

  await themeOf(page).selectOption('System');
  expect(await page.evaluate(() => localStorage.getItem('theme'))).toBeNull();
  await page.reload();
  await expect(themeOf(page)).toHaveValue('system');
  await expect.poll(() => background(page)).toBe(DARK);
});

test('without storage the theme still changes', async ({ newVisitor }) => {
  const page = await newVisitor({ colorScheme: 'light' });
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  });
  await page.goto('/');
  await themeOf(page).selectOption('Dark');
  await expect.poll(() => background(page)).toBe(DARK);
});
