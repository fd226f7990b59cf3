import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { readList, removeList, writeLayout, writePages } from './list-session-storage.ts';
import type { ListLayout, RestoredList, SavedList } from './list-types.ts';

/** Limits for all lists in memory together; the ones that were used longest ago are removed first. */
const MAX_PAGES = 300;
const MAX_LISTS = 50;

const inMemory = new Map<string, SavedList>();

type State = { list?: unknown } | null;

/** The id of the current history entry, or null. The same list in another entry is saved separately. */
function historyEntryId(): string | null {
  const id = (history.state as State)?.list;
  return typeof id === 'string' ? id : null;
}

/** The id of the current history entry, which is given one if it has none. */
export function ensureHistoryEntryId(): string {
  const known = historyEntryId();
  if (known) return known;
  const id = crypto.randomUUID?.() ?? String(Math.random());
  // Next's router ignores a state that has the router's own fields.
  history.replaceState({ ...history.state, list: id }, '');
  return id;
}

/** Saves the pages of a list; pages that are stored already are not written again. */
export function savePages(entryId: string, api: string, pages: QuotedPage[]): void {
  const known = inMemory.get(entryId);
  keepInMemory(entryId, { api, pages, layout: known?.layout ?? null });
  // A list of one page is part of the HTML.
  if (pages.length > 1) writePages(entryId, pages, known && known.pages.length > 1 ? known.pages : []);
}

function keepInMemory(entryId: string, list: SavedList): void {
  inMemory.delete(entryId);
  inMemory.set(entryId, list);
  let sum = [...inMemory.values()].reduce((all, { pages }) => all + pages.length, 0);
  for (const [oldest, { pages }] of inMemory) {
    if (oldest === entryId || (sum <= MAX_PAGES && inMemory.size <= MAX_LISTS)) return;
    inMemory.delete(oldest);
    sum -= pages.length;
  }
}

export function saveLayout(entryId: string, layout: ListLayout): void {
  const known = inMemory.get(entryId);
  if (known) inMemory.set(entryId, { ...known, layout });
}

/**
 * Stores the layout before the page is left, for the case that it is loaded again.
 * @param html the markup of the list, for the script that restores it before the first paint; null to store none
 */
export function storeLayout(entryId: string, html: string | null): void {
  const known = inMemory.get(entryId);
  if (known?.layout) {
    writeLayout(entryId, { api: known.api, pages: known.pages.length, layout: known.layout, html });
  }
}

/** What the current history entry showed of this list, or null. A list of one page may be restored without it. */
export function restoreList(api: string): RestoredList | null {
  const entryId = historyEntryId();
  if (!entryId) return null;
  const known = inMemory.get(entryId);
  const found = known ?? readList(entryId);
  if (!found) return null;
  if (found.api === api) {
    keepInMemory(entryId, found);
    return { ...found, entryId, isStale: !known };
  }
  inMemory.delete(entryId);
  removeList(entryId);
  return null;
}
