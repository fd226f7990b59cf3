import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import type { ScrollAnchor } from './scroll-anchor.ts';

/** How a list was displayed: the height of each page and the width of the window in px, and the scroll position. */
export type ListLayout = { heights: number[]; width: number; anchor: ScrollAnchor | null };

/** The loaded pages of a list. */
export type SavedList = {
  /** The URL of the list as JSON; a saved list is never shown in place of another one. */
  api: string;
  pages: QuotedPage[];
  layout: ListLayout | null;
};

export type RestoredList = SavedList & {
  entryId: string;
  /** True after a page load, when the list comes from the session storage: the works may have changed since. */
  isStale: boolean;
};
