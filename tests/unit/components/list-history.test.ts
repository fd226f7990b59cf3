import { beforeEach, expect, test, vi } from 'vitest';
import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';

/** A session's storage with room for so many characters. */
function storage(room: number): Storage {
  const items = new Map<string, string>();
  const methods = {
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem(key: string, value: string) {
      const others = [...items].reduce((sum, [other, text]) => sum + (other === key ? 0 : text.length), 0);
      if (others + value.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
  };
  return new Proxy(methods, {
    ownKeys: () => [...items.keys()],
    getOwnPropertyDescriptor: (_target, key) =>
      items.has(String(key)) ? { enumerable: true, configurable: true } : undefined,
  }) as unknown as Storage;
}

const browser = { state: null as { wall?: string } | null };

/** The shop's scripts as a document that was loaded anew has them: without memory. */
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
    replaceState: (state: { wall?: string }) => {
      browser.state = state;
    },
  });
  vi.stubGlobal('window', { scrollY: 0 });
  vi.stubGlobal('sessionStorage', storage(5_000_000));
});

const API = '/api/posts?currency=EUR';
const page = (name: string, size = 100): QuotedPage => ({ posts: [], next: name.padEnd(size, '.') });
const view = { heights: [10.5, 20], width: 1_000, place: { href: '/posts/one', top: -3.5 } };

test('a list is there again for its own entry of the history, and for no other list or entry', async () => {
  const first = await newDocument();
  const mark = first.markHistoryEntry();
  first.savePages(mark, API, [page('a'), page('b')]);
  first.saveLayout(mark, view);
  expect(first.restoreList(API)).toMatchObject({ mark, isStale: false, pages: [page('a'), page('b')], view });
  first.storeLayout(mark, '<ul></ul>');

  const anew = await newDocument();
  expect(anew.restoreList(API)).toMatchObject({ mark, isStale: true, pages: [page('a'), page('b')], view });
  browser.state = { wall: 'another' };
  expect(anew.restoreList(API)).toBeNull();
  browser.state = {};
  expect(anew.restoreList(API)).toBeNull();
  browser.state = { wall: mark };
  expect(anew.restoreList('/api/posts?currency=USD')).toBeNull();
  expect(anew.restoreList(API)).toBeNull();
});

test('a full storage keeps the newest list, and gives up a list that is too long for it', async () => {
  vi.stubGlobal('sessionStorage', storage(4_000));
  const walls = await newDocument();
  for (const mark of ['old', 'new']) {
    walls.savePages(mark, API, [page('a', 1_000), page('b', 1_000)]);
    walls.saveLayout(mark, view);
    walls.storeLayout(mark, null);
  }
  const isKept = async (mark: string) => {
    browser.state = { wall: mark };
    return (await newDocument()).restoreList(API) !== null;
  };
  expect([await isKept('old'), await isKept('new')]).toEqual([false, true]);

  walls.savePages('long', API, [page('a', 3_000), page('b', 3_000)]);
  walls.saveLayout('long', view);
  walls.storeLayout('long', null);
  expect(await isKept('long')).toBe(false);
});

test('what the session keeps of many lists stays bounded, the newest among it', async () => {
  const walls = await newDocument();
  const pages = Array.from({ length: 40 }, (_, index) => page(`page-${index}`));
  for (let list = 0; list < 30; list++) {
    walls.savePages(`list-${list}`, API, pages);
    walls.saveLayout(`list-${list}`, view);
    walls.storeLayout(`list-${list}`, null);
  }
  const keys = Object.keys(sessionStorage).filter((key) => /:\d+$/.test(key));
  expect(keys.length).toBeLessThanOrEqual(150);
  const anew = await newDocument();
  browser.state = { wall: 'list-29' };
  expect(anew.restoreList(API)?.pages).toHaveLength(40);
  browser.state = { wall: 'list-0' };
  expect(anew.restoreList(API)).toBeNull();
});

test('without storage the list is in memory alone', async () => {
  const forbidden = () => {
    throw new DOMException('forbidden', 'SecurityError');
  };
  vi.stubGlobal('sessionStorage', { getItem: forbidden, setItem: forbidden, removeItem: forbidden });
  const walls = await newDocument();
  const mark = walls.markHistoryEntry();
  walls.savePages(mark, API, [page('a'), page('b')]);
  walls.saveLayout(mark, view);
  walls.storeLayout(mark, null);
  expect(walls.restoreList(API)?.pages).toHaveLength(2);
  expect((await newDocument()).restoreList(API)).toBeNull();
});
