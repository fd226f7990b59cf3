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

test('a page is kept until one of its tags is made old', async () => {
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

test('a page is kept with its scripts after its first paint', async () => {
  const script = '<script src="/_next/static/chunks/one.js" async=""></script>';
  await store.get('/scripts');
  await store.set('/scripts', page(`<html><head>${script}</head><body></body></html>`, 'gallery'), details);
  expect(await htmlOf('/scripts')).toMatch(
    /^<html><head><\/head><body><script>.*"\/_next\/static\/chunks\/one\.js".*<\/html>$/,
  );
  await store.revalidateTag('gallery');
});

test('what was begun before a change is not kept after it', async () => {
  await store.get('/slow');
  await store.revalidateTag('gallery');
  await store.set('/slow', page('for sale', 'gallery'), details);
  expect(await htmlOf('/slow')).toBeNull();
  await store.set('/slow', page('sold', 'gallery'), details);
  expect(await htmlOf('/slow')).toBe('sold');
});

test('what is refused leaves what was kept meanwhile, with its tags', async () => {
  await store.get('/twice');
  await store.revalidateTag('gallery');
  await store.get('/twice');
  await store.set('/twice', page('for sale', 'gallery'), details);
  await store.get('/twice');
  await store.set('/twice', page('sold', 'gallery'), details);
  // A second one that was made at the same time: nobody knows any more when it began.
  await store.set('/twice', page('for sale', 'gallery'), details);
  expect(await htmlOf('/twice')).toBe('sold');
  await store.revalidateTag('gallery');
  expect(await htmlOf('/twice')).toBeNull();
});

test('the same for a page that was old by time and is being made anew', async () => {
  await store.get('/stale');
  await store.set('/stale', page('for sale', 'gallery'), { cacheControl: { revalidate: 0 } });
  await new Promise((later) => setTimeout(later, 2));
  expect(await htmlOf('/stale')).toBe('for sale');
  await store.revalidateTag('gallery');
  await store.set('/stale', page('for sale', 'gallery'), details);
  expect(await htmlOf('/stale')).toBeNull();
});

test('loaded data has its tags beside it', async () => {
  await store.get('data');
  await store.set('data', { kind: 'FETCH', data: { body: '1' }, revalidate: 600 }, { tags: ['rates'] });
  expect((await store.get('data'))?.value).toMatchObject({ kind: 'FETCH' });
  await store.revalidateTag('rates');
  expect(await store.get('data')).toBeNull();
});

test('after a change nobody joins a load that began before it', async () => {
  const answers: ((text: string) => void)[] = [];
  const load = () => new Promise<string>((answer) => answers.push(answer));
  const before = [singleFlight('gallery', ['gallery'], load), singleFlight('gallery', ['gallery'], load)];
  await store.revalidateTag('gallery');
  const after = [singleFlight('gallery', ['gallery'], load), singleFlight('gallery', ['gallery'], load)];
  expect(answers).toHaveLength(2);
  answers[0]?.('for sale');
  answers[1]?.('sold');
  expect(await Promise.all(before)).toEqual(['for sale', 'for sale']);
  expect(await Promise.all(after)).toEqual(['sold', 'sold']);
});

test('a page with characters above Latin-1 has its bytes beside it, for as long as it is kept', async () => {
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

test('of endless addresses neither the store nor Next remembers more than fits', async () => {
  const { SharedCacheControls } = createRequire(import.meta.url)(
    'next/dist/server/lib/incremental-cache/shared-cache-controls.external.js',
  ) as { SharedCacheControls: { cacheControls: Map<string, unknown> } };
  const lifetimes = SharedCacheControls.cacheControls;
  for (let count = 0; count < 20_000; count++) {
    const key = `/in/EUR/posts/made-up-${count}`;
    await store.get(key);
    // As Next does, before it gives the page to the store, and each time it finds it there.
    lifetimes.set(key, details.cacheControl);
    await store.set(key, page(`nothing here “${count}”`, `post:${count},posts`), details);
    if (count % 3 === 0 && (await store.get(key))) lifetimes.set(key, details.cacheControl);
  }
  expect(lifetimes.size).toBeLessThan((4 * MEGABYTE) / 1_500);
  await store.revalidateTag('posts');
  expect(lifetimes.size).toBe(0);
});
