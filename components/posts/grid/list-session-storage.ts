import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { LIST_KEY_PREFIX, SNAPSHOT_KEY_SUFFIX } from '#lib/view/restore-before-paint.ts';
import type { ListLayout, SavedList } from './list-types.ts';

/** Limits for all stored lists together. A page is some 20,000 characters; the session storage holds five million. */
const MAX_PAGES = 150;
const MAX_LISTS = 50;
const INDEX_KEY = 'lists';

const headKey = (entryId: string) => LIST_KEY_PREFIX + entryId;
const pageKey = (entryId: string, index: number) => `${LIST_KEY_PREFIX}${entryId}:${index}`;
const snapshotKey = (entryId: string) => LIST_KEY_PREFIX + entryId + SNAPSHOT_KEY_SUFFIX;

type Head = { api: string; pages: number; layout: ListLayout };
/** The stored lists with their number of pages, the most recently used one last. */
type Index = [entryId: string, pages: number][];

/** The session storage may be forbidden or full; the list then works without it. */
function attempt<Result>(run: () => Result): Result | null {
  try {
    return run();
  } catch {
    return null;
  }
}

/** Writes the pages that have changed since `before`. */
export function writePages(entryId: string, pages: QuotedPage[], before: QuotedPage[]): void {
  makeRoom(entryId, pages.length);
  pages.forEach((page, index) => {
    if (page !== before[index]) write(pageKey(entryId, index), JSON.stringify(page), entryId);
  });
}

/** @param list.html the markup of the list; null removes a stored one */
export function writeLayout(entryId: string, { html, ...head }: Head & { html: string | null }): void {
  makeRoom(entryId, head.pages);
  write(headKey(entryId), JSON.stringify(head), entryId);
  const { api, layout } = head;
  if (html === null) attempt(() => sessionStorage.removeItem(snapshotKey(entryId)));
  else write(snapshotKey(entryId), JSON.stringify({ api, width: layout.width, y: window.scrollY, html }), entryId);
}

const readIndex = (): Index => attempt(() => JSON.parse(sessionStorage.getItem(INDEX_KEY) ?? '[]')) ?? [];

function makeRoom(entryId: string, pages: number): void {
  const kept: Index = [...readIndex().filter(([other]) => other !== entryId), [entryId, pages]];
  let sum = kept.reduce((all, [, count]) => all + count, 0);
  while (kept.length > 1 && (sum > MAX_PAGES || kept.length > MAX_LISTS)) {
    const [oldest, count] = kept.shift() ?? [entryId, 0];
    removeKeys(oldest);
    sum -= count;
  }
  write(INDEX_KEY, JSON.stringify(kept), entryId);
}

/** If the storage is full, all other lists are removed; if that is not enough, this one is removed too. */
function write(key: string, value: string, entryId: string): void {
  const set = () => attempt(() => sessionStorage.setItem(key, value) ?? true) !== null;
  if (set()) return;
  for (const [other] of readIndex()) if (other !== entryId) removeKeys(other);
  if (!set()) removeList(entryId);
}

function removeKeys(entryId: string): void {
  attempt(() => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(headKey(entryId))) sessionStorage.removeItem(key);
  });
}

export function removeList(entryId: string): void {
  removeKeys(entryId);
  attempt(() => sessionStorage.setItem(INDEX_KEY, JSON.stringify(readIndex().filter(([other]) => other !== entryId))));
}

export function readList(entryId: string): SavedList | null {
  return attempt(() => {
    const read = (key: string) => JSON.parse(sessionStorage.getItem(key) ?? 'null');
    const head: Head | null = read(headKey(entryId));
    if (!head) return null;
    if (head.pages === 1) return { api: head.api, pages: [], layout: head.layout };
    const pages: QuotedPage[] = Array.from({ length: head.pages }, (_, index) => read(pageKey(entryId, index)));
    return pages.every(Boolean) ? { api: head.api, pages, layout: head.layout } : null;
  });
}
