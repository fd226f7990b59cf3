import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { singleFlight } from '#lib/single-flight.ts';
import PageCacheHandler from '#server/page-cache/cache-handler.ts';
import type { CachedValue } from '#server/page-cache/cached-value.ts';
import { encodedPage } from '#server/page-cache/encoded-pages.ts';

const MEGABYTE = 1024 * 1024;
const store = new PageCacheHandler({ maxMemoryCacheSize: 4 * MEGABYTE });
const details = { cacheControl: { revalidate: 600 } };
const page = (html: string, tags: string): CachedValue => ({
  kind: 'APP_PAGE',
  html,
  rscData: Buffer.from('rsc'),
  headers: { 'x-next-cache-tags': tags },
});
const htmlOf = async (key: string) => {
  const value = (await store.get(key))?.value;
  return value?.kind === 'APP_PAGE' ? value.html : null;
};

test('a page stays cached until one of its tags is refreshed', async () => {
  await store.get('/a');
  await store.set('/a', page('a', 'gallery,post:a'), details);
  await store.get('/b');
  await store.set('/b', page('b', 'gallery,post:b'), details);
  await store.revalidateTag(['post:a']);
  expect(await htmlOf('/a')).toBeNull();
  expect(await htmlOf('/b')).toBe('b');
  await store.revalidateTag('gallery');
  expect(await htmlOf('/b')).toBeNull();
});

test('a page is cached with its scripts deferred until after the first paint', async () => {
  const script = '<script src="/_next/static/chunks/one.js" async=""></script>';
  await store.get('/scripts');
  await store.set('/scripts', page(`<html><head>${script}</head><body></body></html>`, 'gallery'), details);
  expect(await htmlOf('/scripts')).toMatch(
    /^<html><head><\/head><body><script>.*"\/_next\/static\/chunks\/one\.js".*<\/html>$/,
  );
  await store.revalidateTag('gallery');
});

test('a render that started before a change is not cached after it', async () => {
  await store.get('/slow');
  await store.revalidateTag('gallery');
  await store.set('/slow', page('for sale', 'gallery'), details);
  expect(await htmlOf('/slow')).toBeNull();
  await store.set('/slow', page('sold', 'gallery'), details);
  expect(await htmlOf('/slow')).toBe('sold');
});

test('a refused render leaves the cached page and its tags in place', async () => {
  await store.get('/twice');
  await store.revalidateTag('gallery');
  await store.get('/twice');
  await store.set('/twice', page('for sale', 'gallery'), details);
  await store.get('/twice');
  await store.set('/twice', page('sold', 'gallery'), details);
  // A second render from the same time: its start is no longer known.
  await store.set('/twice', page('for sale', 'gallery'), details);
  expect(await htmlOf('/twice')).toBe('sold');
  await store.revalidateTag('gallery');
  expect(await htmlOf('/twice')).toBeNull();
});

test('an expired page that is being rendered again is not cached after a change', async () => {
  await store.get('/stale');
  await store.set('/stale', page('for sale', 'gallery'), { cacheControl: { revalidate: 0 } });
  await new Promise((resolve) => setTimeout(resolve, 2));
  expect(await htmlOf('/stale')).toBe('for sale');
  await store.revalidateTag('gallery');
  await store.set('/stale', page('for sale', 'gallery'), details);
  expect(await htmlOf('/stale')).toBeNull();
});

test('cached data is removed when one of its tags is refreshed', async () => {
  await store.get('data');
  await store.set('data', { kind: 'FETCH', data: { body: '1' }, revalidate: 600 }, { tags: ['rates'] });
  expect((await store.get('data'))?.value).toMatchObject({ kind: 'FETCH' });
  await store.revalidateTag('rates');
  expect(await store.get('data')).toBeNull();
});

test('after a change no request joins a load that started before it', async () => {
  const resolvers: ((text: string) => void)[] = [];
  const load = () => new Promise<string>((resolve) => resolvers.push(resolve));
  const before = [singleFlight('gallery', ['gallery'], load), singleFlight('gallery', ['gallery'], load)];
  await store.revalidateTag('gallery');
  const after = [singleFlight('gallery', ['gallery'], load), singleFlight('gallery', ['gallery'], load)];
  expect(resolvers).toHaveLength(2);
  resolvers[0]?.('for sale');
  resolvers[1]?.('sold');
  expect(await Promise.all(before)).toEqual(['for sale', 'for sale']);
  expect(await Promise.all(after)).toEqual(['sold', 'sold']);
});

test('a page with characters outside Latin-1 has its encoded bytes cached for as long as the page is', async () => {
  const html = 'for 10 €';
  await store.get('/euro');
  await store.set('/euro', page(html, 'gallery'), details);
  expect(encodedPage(html)).toEqual(Buffer.from(html));
  await store.get('/plain');
  await store.set('/plain', page('for 10 £', 'gallery'), details);
  expect(encodedPage('for 10 £')).toBeUndefined();
  await store.revalidateTag('gallery');
  expect(encodedPage(html)).toBeUndefined();
});

test('requests for endless URLs do not make the cache or Next’s lifetimes grow beyond their limit', async () => {
  const { SharedCacheControls } = createRequire(import.meta.url)(
    'next/dist/server/lib/incremental-cache/shared-cache-controls.external.js',
  ) as { SharedCacheControls: { cacheControls: Map<string, unknown> } };
  const lifetimes = SharedCacheControls.cacheControls;
  for (let count = 0; count < 20_000; count++) {
    const key = `/in/EUR/posts/made-up-${count}`;
    await store.get(key);
    // As Next does before it caches the page, and on each cache hit.
    lifetimes.set(key, details.cacheControl);
    await store.set(key, page(`nothing here “${count}”`, `post:${count},posts`), details);
    if (count % 3 === 0 && (await store.get(key))) lifetimes.set(key, details.cacheControl);
  }
  expect(lifetimes.size).toBeLessThan((4 * MEGABYTE) / 1_500);
  await store.revalidateTag('posts');
  expect(lifetimes.size).toBe(0);
});
