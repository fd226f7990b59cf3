import { clampRatio, gridWidths } from '#components/posts/grid/grid-layout.ts';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

const RATIOS = [1.5, 0.75, 1, 1.33, 0.65, 0.8, 2];

test('the rows above “More works” leave no hole, at every width', async ({ newVisitor, shop }) => {
  test.slow();
  const artist = await addAccount(shop);
  for (let index = 0; index < 26; index++) {
    await addWork(shop, { artist, ratio: RATIOS[index % RATIOS.length] ?? 1 });
  }
  const page = await newVisitor();
  await page.goto(`/artists/${artist.username}`);
  await expect(page.getByRole('link', { name: 'More works' })).toBeVisible();
  const list = page.locator('ul.post-grid').first();
  // Not within a scroll bar of a breakpoint, where media queries know the window and this only the page.
  for (const width of [320, 390, 660, 768, 1060, 1300, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const { works, right, pageWidth } = await list.evaluate((element) => ({
      works: [...element.children].map((work) => {
        const { left, width } = work.getBoundingClientRect();
        return { left, width, ratio: Number(getComputedStyle(work).getPropertyValue('--ratio')) };
      }),
      right: element.getBoundingClientRect().right,
      // The place of the scroll bar is kept free, also where it is not shown.
      pageWidth: document.body.getBoundingClientRect().width,
    }));
    expect(works).toHaveLength(24);
    const last = works.at(-1);
    expect(Math.abs((last?.left ?? 0) + (last?.width ?? 0) - right), `the last row at ${width}`).toBeLessThan(1);
    const expected = gridWidths(
      works.map(({ ratio }) => clampRatio(ratio)),
      pageWidth,
      true,
    );
    for (const [index, work] of works.entries()) {
      expect(Math.abs(work.width - (expected[index] ?? 0)), `work ${index} at ${width}`).toBeLessThan(1);
    }
  }
});
