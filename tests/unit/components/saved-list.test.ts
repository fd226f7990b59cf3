import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const [ONE, TWO] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

type Request = { url: string; body: unknown; answer: (status: number, body?: unknown) => void };
let requests: Request[];
let inBrowser: Map<string, string>;

beforeEach(() => {
  vi.resetModules();
  requests = [];
  inBrowser = new Map();
  vi.stubGlobal('window', {});
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => inBrowser.get(key) ?? null,
    setItem: (key: string, value: string) => inBrowser.set(key, value),
    removeItem: (key: string) => inBrowser.delete(key),
  });
  vi.stubGlobal('fetch', (url: string, init?: { body: string }) => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const answer = (status: number, body: unknown = {}) => resolve(Response.json(body, { status }));
    requests.push({ url, body: init && JSON.parse(init.body), answer });
    return promise;
  });
});
afterEach(() => vi.unstubAllGlobals());

/** The list of a page that has just been opened. */
async function open({ signedIn = true, own = [] as string[] } = {}) {
  vi.stubGlobal('document', { cookie: signedIn ? 'signed-in=1' : '' });
  if (own.length > 0) inBrowser.set('saved-works', JSON.stringify(own));
  const list = await import('#components/saved/saved-list.ts');
  list.subscribe(() => {});
  return list;
}

/** The next request, once it is sent. */
const sent = (url: string, body?: unknown): Promise<Request> =>
  vi.waitFor(() => {
    const request = requests.shift();
    expect(request).toMatchObject(body === undefined ? { url } : { url, body });
    return request as Request;
  });

test('a work that is saved while the list is loaded stays saved, although the list does not have it', async () => {
  const list = await open();
  const load = await sent('/api/saved');
  const pressed = list.setSaved(ONE, true);
  expect([list.isSavedNow(ONE), list.savedIds()]).toEqual([true, undefined]);
  (await sent('/api/saved', { post: ONE, saved: true })).answer(200);
  await pressed;
  expect(list.isSavedNow(ONE)).toBe(true);
  load.answer(200, { ids: [TWO] });
  await vi.waitFor(() => expect(list.savedIds()).toEqual([ONE, TWO]));
});

test('a work that is taken out while the list is loaded stays out until that is refused', async () => {
  const list = await open();
  const load = await sent('/api/saved');
  const pressed = list.setSaved(ONE, false);
  const change = await sent('/api/saved', { post: ONE, saved: false });
  load.answer(200, { ids: [ONE, TWO] });
  await vi.waitFor(() => expect(list.savedIds()).toEqual([TWO]));
  change.answer(400, { error: 'Not now.' });
  await pressed;
  expect([list.savedIds(), list.problemOf(ONE), list.problemOf(TWO)]).toEqual([[ONE, TWO], 'Not now.', null]);
});

test('changes of a work are sent one after the other, and the last press says what is shown', async () => {
  const list = await open();
  (await sent('/api/saved')).answer(200, { ids: [] });
  await vi.waitFor(() => expect(list.savedIds()).toEqual([]));
  void list.setSaved(ONE, true);
  const last = list.setSaved(ONE, false);
  const other = list.setSaved(TWO, true);
  const first = await sent('/api/saved', { post: ONE, saved: true });
  (await sent('/api/saved', { post: TWO, saved: true })).answer(200);
  await other;
  expect([requests, list.savedIds()]).toEqual([[], [TWO]]);
  first.answer(200);
  const second = await sent('/api/saved', { post: ONE, saved: false });
  expect(list.savedIds()).toEqual([TWO]);
  second.answer(200);
  await last;
  expect(list.savedIds()).toEqual([TWO]);
});

test('a change waits until the account has taken over what the browser had', async () => {
  const list = await open({ own: [ONE] });
  const merge = await sent('/api/saved/merge', { ids: [ONE] });
  void list.setSaved(ONE, false);
  await Promise.resolve();
  expect(requests).toEqual([]);
  merge.answer(200);
  const urls = [await sent('/api/saved'), await sent('/api/saved')].map(({ body }) => body);
  expect(urls).toContainEqual({ post: ONE, saved: false });
  expect([list.accountHasMerged(), inBrowser.size]).toEqual([true, 0]);
});

test('without an account the browser keeps them', async () => {
  const list = await open({ signedIn: false, own: [ONE] });
  expect(list.savedIds()).toEqual([ONE]);
  await Promise.all([list.setSaved(TWO, true), list.setSaved(ONE, false)]);
  expect([list.savedIds(), inBrowser.get('saved-works')]).toEqual([[TWO], JSON.stringify([TWO])]);
  expect(requests).toEqual([]);
});
