import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { readList, removeList, writeLayout, writePages } from './list-session-storage.ts';
import type { Place } from './scroll-anchor.ts';

/** How somebody saw a wall: the height of each page and the window's width, in px, and where he stood. */
export type ListLayout = { heights: number[]; width: number; place: Place | null };

/** A list as far as it was loaded. */
export type SavedList = {
  /** The list's address as JSON: another list's works are never shown in its place. */
  api: string;
  pages: QuotedPage[];
  view: ListLayout | null;
};

/** Pages of all lists that are kept in memory for the way back, and lists; those before are forgotten. */
const MOST_PAGES = 300;
const MOST_LISTS = 50;

const inMemory = new Map<string, SavedList>();

type State = { wall?: unknown } | null;

/** The mark of the entry of the tab's history in which we are; the same list in another entry is another wall. */
function markOfEntry(): string | null {
  const mark = (history.state as State)?.wall;
  return typeof mark === 'string' ? mark : null;
}

/** Marks this entry of the history, if it is not yet. @returns its mark. */
export function markHistoryEntry(): string {
  const known = markOfEntry();
  if (known) return known;
  const mark = crypto.randomUUID?.() ?? String(Math.random());
  // With the router's own fields in it this passes by the router.
  history.replaceState({ ...history.state, wall: mark }, '');
  return mark;
}

/** Keeps the pages of a list; those that are kept already are not written again. */
export function savePages(mark: string, api: string, pages: QuotedPage[]): void {
  const known = inMemory.get(mark);
  remember(mark, { api, pages, view: known?.view ?? null });
  // The first page alone comes with the document.
  if (pages.length > 1) writePages(mark, pages, known && known.pages.length > 1 ? known.pages : []);
}

function remember(mark: string, wall: SavedList): void {
  inMemory.delete(mark);
  inMemory.set(mark, wall);
  let sum = [...inMemory.values()].reduce((all, { pages }) => all + pages.length, 0);
  for (const [oldest, { pages }] of inMemory) {
    if (oldest === mark || (sum <= MOST_PAGES && inMemory.size <= MOST_LISTS)) return;
    inMemory.delete(oldest);
    sum -= pages.length;
  }
}

export function saveLayout(mark: string, view: ListLayout): void {
  const known = inMemory.get(mark);
  if (known) inMemory.set(mark, { ...known, view });
}

/**
 * Before the list is left: what a page that is loaded anew will need.
 * @param html what is on the page now, for the script that puts it back before the first paint.
 */
export function storeLayout(mark: string, html: string | null): void {
  const known = inMemory.get(mark);
  if (known?.view) writeLayout(mark, { api: known.api, pages: known.pages.length, view: known.view, html });
}

export type RestoredList = SavedList & {
  mark: string;
  /** Read from the storage by a page that was loaded anew: the works' states may have changed. */
  isStale: boolean;
};

/** What this entry of the history showed of this list, or null. A list of one page may come without it. */
export function restoreList(api: string): RestoredList | null {
  const mark = markOfEntry();
  if (!mark) return null;
  const known = inMemory.get(mark);
  const found = known ?? readList(mark);
  if (!found) return null;
  if (found.api === api) {
    remember(mark, found);
    return { ...found, mark, isStale: !known };
  }
  inMemory.delete(mark);
  removeList(mark);
  return null;
}
