import type { Page } from 'playwright/test';

/** Presses a button that asks first: opens what says what will happen, then presses it. */
export async function pressConfirmed(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name, includeHidden: true });
  const details = page.locator('details', { has: page.getByRole('button', { name, includeHidden: true }) });
  if (!(await button.isVisible())) await details.locator('summary').click();
  await button.click();
}
