import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import type { ListLayout, SavedList } from './list-history.ts';
import { SEEN, WALL } from './restore-before-paint.ts';

/** Pages of all lists in the session's storage, some 20,000 characters each, of which it has room for five million; and lists. */
const MOST_PAGES = 150;
const MOST_LISTS = 50;
const LISTS = 'walls';

const headKey = (mark: string) => WALL + mark;
const pageKey = (mark: string, index: number) => `${WALL}${mark}:${index}`;
const seenKey = (mark: string) => WALL + mark + SEEN;

type Head = { api: string; pages: number; view: ListLayout };
/** Marks of the lists and how many pages each has, the one that was used last at the end. */
type Lists = [mark: string, pages: number][];

/** What the browser forbids or has no room for is not kept; all works without it. */
function attempt<Result>(run: () => Result): Result | null {
  try {
    return run();
  } catch {
    return null;
  }
}

/** Writes the pages that are new since `before`. */
export function writePages(mark: string, pages: QuotedPage[], before: QuotedPage[]): void {
  makeRoom(mark, pages.length);
  pages.forEach((page, index) => {
    if (page !== before[index]) write(pageKey(mark, index), JSON.stringify(page), mark);
  });
}

/** @param seen.html what the wall looks like; null when it will not be loaded anew. */
export function writeLayout(mark: string, { html, ...head }: Head & { html: string | null }): void {
  makeRoom(mark, head.pages);
  write(headKey(mark), JSON.stringify(head), mark);
  const { api, view } = head;
  if (html === null) attempt(() => sessionStorage.removeItem(seenKey(mark)));
  else write(seenKey(mark), JSON.stringify({ api, width: view.width, y: window.scrollY, html }), mark);
}

const lists = (): Lists => attempt(() => JSON.parse(sessionStorage.getItem(LISTS) ?? '[]')) ?? [];

function makeRoom(mark: string, pages: number): void {
  const kept: Lists = [...lists().filter(([other]) => other !== mark), [mark, pages]];
  let sum = kept.reduce((all, [, count]) => all + count, 0);
  while (kept.length > 1 && (sum > MOST_PAGES || kept.length > MOST_LISTS)) {
    const [oldest, count] = kept.shift() ?? [mark, 0];
    remove(oldest);
    sum -= count;
  }
  write(LISTS, JSON.stringify(kept), mark);
}

/** When it is full the other lists make room; when that is not enough this one is not kept either. */
function write(key: string, value: string, mark: string): void {
  const set = () => attempt(() => sessionStorage.setItem(key, value) ?? true) !== null;
  if (set()) return;
  for (const [other] of lists()) if (other !== mark) remove(other);
  if (!set()) removeList(mark);
}

function remove(mark: string): void {
  attempt(() => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(headKey(mark))) sessionStorage.removeItem(key);
  });
}

export function removeList(mark: string): void {
  remove(mark);
  attempt(() => sessionStorage.setItem(LISTS, JSON.stringify(lists().filter(([other]) => other !== mark))));
}

export function readList(mark: string): SavedList | null {
  return attempt(() => {
    const read = (key: string) => JSON.parse(sessionStorage.getItem(key) ?? 'null');
    const head: Head | null = read(headKey(mark));
    if (!head) return null;
    if (head.pages === 1) return { api: head.api, pages: [], view: head.view };
    const pages: QuotedPage[] = Array.from({ length: head.pages }, (_, index) => read(pageKey(mark, index)));
    return pages.every(Boolean) ? { api: head.api, pages, view: head.view } : null;
  });
}
