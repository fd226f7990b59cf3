import { expect, type Page } from 'playwright/test';

const PAGE_SIZE = 24;

/** Clicks “More works” until the list has `to` pages; it has `from` now. */
export async function loadPages(page: Page, from: number, to: number): Promise<void> {
  for (let pages = from + 1; pages <= to; pages++) {
    await page.getByRole('link', { name: 'More works' }).click();
    await expect(page.getByRole('status')).toContainText(`${PAGE_SIZE} more works, ${pages * PAGE_SIZE} shown`);
  }
}

export type ScrollAnchor = { href: string; top: number };

/** The link of the first work in the window, and the distance of its top from the window's in px. */
export const currentAnchor = (page: Page): Promise<ScrollAnchor | null> =>
  page.evaluate(() => window.findCurrentAnchor());

declare global {
  interface Window {
    findCurrentAnchor(): ScrollAnchor | null;
    anchors: (ScrollAnchor | null)[];
    shifts: number;
  }
}

/** Records, in every document of this page, the scroll position in each frame and the sum of the layout shifts. */
export async function recordScrollAnchors(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.findCurrentAnchor = () => {
      const works = [...document.querySelectorAll('main li:has(article)')];
      const first = works.find(
        (work) => work.checkVisibility({ visibilityProperty: true }) && work.getBoundingClientRect().bottom > 0,
      );
      return first
        ? { href: first.querySelector('a')?.getAttribute('href') ?? '', top: first.getBoundingClientRect().top }
        : null;
    };
    window.anchors = [];
    window.shifts = 0;
    const recordFrame = () => {
      const anchor = window.findCurrentAnchor();
      if (anchor) window.anchors.push(anchor);
      requestAnimationFrame(recordFrame);
    };
    requestAnimationFrame(recordFrame);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!shift.hadRecentInput) window.shifts += shift.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}
