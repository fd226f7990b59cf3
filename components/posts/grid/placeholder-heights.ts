import type { RestoredList } from './list-history.ts';

/** Pages beside the one in view that are there at once. */
const BESIDE = 2;

/** For whoever comes back to a wall: heights in px of the pages that are too far away to be drawn, else null. */
export function placeholderHeights(recalled: RestoredList | null): (number | null)[] {
  const view = recalled?.view;
  // In a window of another width every height is another one.
  if (!view || view.width !== window.innerWidth) return [];
  const slug = view.place?.href.split('/').at(-1);
  const here = recalled.pages.findIndex(({ posts }) => posts.some((post) => post.slug === slug));
  return view.heights.map((height, index) => (here === -1 || Math.abs(index - here) <= BESIDE ? null : height));
}
