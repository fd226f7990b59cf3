import type { RestoredList } from './list-types.ts';

/** How many pages before and after the one in view are rendered at once. */
const RENDERED_NEIGHBORS = 2;

/** For a restored list: the heights in px of pages that are too far away to be rendered, and null for the others. */
export function placeholderHeights(restored: RestoredList | null): (number | null)[] {
  const layout = restored?.layout;
  // In a window of another width all heights are different.
  if (!layout || layout.width !== window.innerWidth) return [];
  const slug = layout.anchor?.href.split('/').at(-1);
  const current = restored.pages.findIndex(({ posts }) => posts.some((post) => post.slug === slug));
  return layout.heights.map((height, index) =>
    current === -1 || Math.abs(index - current) <= RENDERED_NEIGHBORS ? null : height,
  );
}
