import { beforeEach, expect, test, vi } from 'vitest';
import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';

/** A session storage that holds up to `capacity` characters. */
function storage(capacity: number): Storage {
  const items = new Map<string, string>();
  const methods = {
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem(key: string, value: string) {
      const others = [...items].reduce((sum, [other, text]) => sum + (other === key ? 0 : text.length), 0);
      if (others + value.length > capacity) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
  };
  return new Proxy(methods, {
    ownKeys: () => [...items.keys()],
    getOwnPropertyDescriptor: (_target, key) =>
      items.has(String(key)) ? { enumerable: true, configurable: true } : undefined,
  }) as unknown as Storage;
}

const browser = { state: null as { list?: string } | null };

/** The module as a newly loaded document has it, with nothing in memory. */
async function newDocument() {
  vi.resetModules();
  return import('#components/posts/grid/list-history.ts');
}

beforeEach(() => {
  browser.state = null;
  vi.stubGlobal('history', {
    get state() {
      return browser.state;
    },
    replaceState: (state: { list?: string }) => {
      browser.state = state;
    },
  });
  vi.stubGlobal('window', { scrollY: 0 });
  vi.stubGlobal('sessionStorage', storage(5_000_000));
});

const API = '/api/posts?currency=EUR';
const page = (name: string, size = 100): QuotedPage => ({ posts: [], next: name.padEnd(size, '.') });
const layout = { heights: [10.5, 20], width: 1_000, anchor: { href: '/posts/one', top: -3.5 } };

test('a list is restored only for the same list at the same history entry', async () => {
  const first = await newDocument();
  const entryId = first.ensureHistoryEntryId();
  first.savePages(entryId, API, [page('a'), page('b')]);
  first.saveLayout(entryId, layout);
  expect(first.restoreList(API)).toMatchObject({ entryId, isStale: false, pages: [page('a'), page('b')], layout });
  first.storeLayout(entryId, '<ul></ul>');

  const reloaded = await newDocument();
  expect(reloaded.restoreList(API)).toMatchObject({ entryId, isStale: true, pages: [page('a'), page('b')], layout });
  browser.state = { list: 'another' };
  expect(reloaded.restoreList(API)).toBeNull();
  browser.state = {};
  expect(reloaded.restoreList(API)).toBeNull();
  browser.state = { list: entryId };
  expect(reloaded.restoreList('/api/posts?currency=USD')).toBeNull();
  expect(reloaded.restoreList(API)).toBeNull();
});

test('full storage keeps the newest list and drops a list that is too long for it', async () => {
  vi.stubGlobal('sessionStorage', storage(4_000));
  const lists = await newDocument();
  for (const entryId of ['old', 'new']) {
    lists.savePages(entryId, API, [page('a', 1_000), page('b', 1_000)]);
    lists.saveLayout(entryId, layout);
    lists.storeLayout(entryId, null);
  }
  const isStored = async (entryId: string) => {
    browser.state = { list: entryId };
    return (await newDocument()).restoreList(API) !== null;
  };
  expect([await isStored('old'), await isStored('new')]).toEqual([false, true]);

  lists.savePages('long', API, [page('a', 3_000), page('b', 3_000)]);
  lists.saveLayout('long', layout);
  lists.storeLayout('long', null);
  expect(await isStored('long')).toBe(false);
});

test('the session storage stays bounded with many lists and keeps the newest', async () => {
  const lists = await newDocument();
  const pages = Array.from({ length: 40 }, (_, index) => page(`page-${index}`));
  for (let list = 0; list < 30; list++) {
    lists.savePages(`list-${list}`, API, pages);
    lists.saveLayout(`list-${list}`, layout);
    lists.storeLayout(`list-${list}`, null);
  }
  const keys = Object.keys(sessionStorage).filter((key) => /:\d+$/.test(key));
  expect(keys.length).toBeLessThanOrEqual(150);
  const reloaded = await newDocument();
  browser.state = { list: 'list-29' };
  expect(reloaded.restoreList(API)?.pages).toHaveLength(40);
  browser.state = { list: 'list-0' };
  expect(reloaded.restoreList(API)).toBeNull();
});

test('without session storage a list is kept only in memory', async () => {
  const forbidden = () => {
    throw new DOMException('forbidden', 'SecurityError');
  };
  vi.stubGlobal('sessionStorage', { getItem: forbidden, setItem: forbidden, removeItem: forbidden });
  const lists = await newDocument();
  const entryId = lists.ensureHistoryEntryId();
  lists.savePages(entryId, API, [page('a'), page('b')]);
  lists.saveLayout(entryId, layout);
  lists.storeLayout(entryId, null);
  expect(lists.restoreList(API)?.pages).toHaveLength(2);
  expect((await newDocument()).restoreList(API)).toBeNull();
});
