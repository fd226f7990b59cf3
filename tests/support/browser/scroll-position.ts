import { expect, type Page } from 'playwright/test';

const PAGE = 24;

/** Goes down a wall by “More works” until so many pages are there, as somebody who scrolls. */
export async function loadPages(page: Page, from: number, to: number): Promise<void> {
  for (let pages = from + 1; pages <= to; pages++) {
    await page.getByRole('link', { name: 'More works' }).click();
    await expect(page.getByRole('status')).toContainText(`${PAGE} more works, ${pages * PAGE} shown`);
  }
}

export type Stand = { href: string; top: number };

/** Where somebody stands: the first work in the window and the place of its upper edge, px. */
export const standing = (page: Page): Promise<Stand | null> => page.evaluate(() => window.whereIsMyWall());

declare global {
  interface Window {
    whereIsMyWall(): Stand | null;
    stands: (Stand | null)[];
    shifts: number;
  }
}

/** In every document of this page: `whereIsMyWall`, where the wall stood at each frame, and how much of the layout shifted. */
export async function recordStands(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.whereIsMyWall = () => {
      const works = [...document.querySelectorAll('main li:has(article)')];
      const first = works.find(
        (work) => work.checkVisibility({ visibilityProperty: true }) && work.getBoundingClientRect().bottom > 0,
      );
      return first
        ? { href: first.querySelector('a')?.getAttribute('href') ?? '', top: first.getBoundingClientRect().top }
        : null;
    };
    window.stands = [];
    window.shifts = 0;
    const each = () => {
      const stand = window.whereIsMyWall();
      if (stand) window.stands.push(stand);
      requestAnimationFrame(each);
    };
    requestAnimationFrame(each);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!shift.hadRecentInput) window.shifts += shift.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}
