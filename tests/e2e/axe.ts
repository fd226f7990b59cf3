import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';

/**
 * What axe finds on a page. Its legacy mode looks at no other frames, of which the shop has none, and so needs no page of
 * its own to put them together: half of the time.
 */
export const axe = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });

/** Expects that axe finds nothing on a page as it stands: in light with all rules, in dark with those about colour. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const [colorScheme, builder] of [
    ['light', axe(page)],
    // Everything else is the same page.
    ['dark', axe(page).options({ runOnly: ['color-contrast', 'link-in-text-block'], resultTypes: ['violations'] })],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await builder.analyze();
    const found = violations.map(({ id, nodes }) => `${page.url()} ${colorScheme}: ${id} at ${nodes[0]?.target}`);
    expect(found).toEqual([]);
  }
}
