import { beforeAll, expect, test, vi } from 'vitest';
import { exportOwnPosts } from '#lib/csv/export-posts.ts';
import { db } from '#lib/db.ts';
import type { ImportContent } from '#lib/domain/imports/import-content.ts';
import { confirmImport } from '#lib/imports/confirm-import.ts';
import { importRow } from '#lib/imports/import-row.ts';
import { runImports } from '#lib/imports/run-imports.ts';
import { ZipOfImport } from '#lib/imports/zip-of-import.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { dedicatedRedis, waitForRedis } from '#lib/redis.ts';
import { refreshShop } from '#lib/settings/refresh-shop.ts';
import { makePicture, makePost, makeUser, postInput } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { bring, never, picture, send, sentences, show, worksOf, zipOf } from './import-fixture.ts';

vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => waitForRedis());

test('a file that was checked before the same file was brought in adds nothing', async () => {
  const artist = await makeUser();
  const file = 'key,title,price\na,A,12\n,Without a key,12\n';
  const first = await send(artist, `${file}b,B,12`);
  await confirmImport(artist, first.id);
  const second = await send(artist, `${file}b,Another B,12`);
  expect(second.counts).toMatchObject({ create: 3 });
  await runImports(never);
  const works = await worksOf(artist);
  expect(works.map(({ title }) => title)).toEqual(['A', 'B', 'Without a key']);
  await confirmImport(artist, second.id);
  await runImports(never);
  expect(await show(artist, second.id)).toMatchObject({
    progress: { done: 2, failed: 1 },
    failed: [{ title: 'Another B', problem: expect.stringMatching(/^Another work got this key in the meantime/) }],
  });
  expect(await worksOf(artist)).toEqual(works);
});

test('a file with some of the columns leaves the rest of a work as it is', async () => {
  const artist = await makeUser();
  const pictures = [{ id: (await makePicture(artist.id)).id, alt: 'The harbour' }];
  const price = { amount: 30_000, currency: 'JPY' };
  const { id, slug } = await createPost(artist, postInput({ price, pictures }), { publish: true });
  const columns = {
    ...{ description: true, content: true, tags: true, medium: true, year: true, priceCurrency: true, status: true },
    images: { select: { id: true, alt: true } },
  };
  const rest = () => db().post.findUniqueOrThrow({ where: { id }, select: columns });
  const before = await rest();
  const file = `key,slug,title,price\nA-1,${slug},Harbour at night,40000`;
  expect((await bring(artist, file)).counts).toMatchObject({ update: 1 });
  expect(await rest()).toEqual(before);
  expect(await db().post.findUniqueOrThrow({ where: { id } })).toMatchObject({
    ...{ title: 'Harbour at night', priceAmount: 40_000n },
  });
  // Edited in the form, what the file has no column for makes the row no other.
  await db().post.update({ where: { id }, data: { content: 'Edited.', title: 'By hand' } });
  expect((await send(artist, file)).counts).toMatchObject({ update: 0, skip: 1 });
  await bring(artist, 'key,title,price,medium\nA-1,Harbour,40000,');
  expect(await rest()).toEqual({ ...before, content: 'Edited.', medium: null });
});

test('a published work becomes a draft and loses its pictures in one row', async () => {
  const artist = await makeUser();
  const { slug } = await makePost({ artistId: artist.id });
  const brought = await bring(artist, `slug,title,price,pictures,state\n${slug},Bare,12,,draft`);
  expect(brought.failed).toEqual([]);
  expect(await worksOf(artist)).toMatchObject([{ title: 'Bare', status: 'DRAFT', keys: [] }]);
});

test('the export of a work that has the same picture twice can be imported', async () => {
  const artist = await makeUser();
  const { id } = await makePost({ artistId: artist.id, title: 'Twice' });
  const { key } = await db().postImage.findFirstOrThrow({ where: { postId: id } });
  const second = await makePicture(artist.id, id, 'Again');
  await db().postImage.update({ where: { id: second.id }, data: { key, position: 1 } });
  const images = () => db().postImage.findMany({ where: { postId: id }, orderBy: { position: 'asc' } });
  const before = await images();
  let exported = '';
  for await (const part of exportOwnPosts(artist)) exported += part;
  expect((await send(artist, exported)).counts).toMatchObject({ skip: 1 });
  expect(await bring(artist, exported.replace('Twice', 'Two times'))).toMatchObject({
    counts: { update: 1 },
    failed: [],
  });
  expect(await images()).toEqual(before);
});

test('a row with slow pictures is left at the end of the turn, and gone on with in the next', async () => {
  const artist = await makeUser();
  const files = { 'a.png': await picture(), 'b.png': await picture() };
  const zip = await zipOf({ 'works.csv': 'title,price,pictures\nBlue,12,a.png|b.png', ...files });
  const { id } = await send(artist, zip, 'works.zip');
  await confirmImport(artist, id);
  const stored = () => db().importRow.findFirstOrThrow({ where: { importId: id } });
  const takeTurn = async () => {
    const row = await stored();
    const opened = new ZipOfImport(id);
    await importRow(
      artist,
      { ...row, content: row.content as ImportContent },
      { zip: opened, stop: never, until: Date.now() },
    );
    await opened.close();
  };
  await takeTurn();
  const [first, ...others] = (await stored()).pictureIds;
  expect(others).toEqual([]);
  expect(await stored()).toMatchObject({ attempts: 0, doneAt: null, problem: null });
  await takeTurn();
  expect(await stored()).toMatchObject({ pictureIds: [first, expect.any(String)], doneAt: expect.any(Date) });
  expect(await worksOf(artist)).toMatchObject([{ title: 'Blue', alts: ['', ''] }]);
});

// The last test: from here on there are terms.
test('new terms are for what is published next, which the check says; what is published can be changed', async () => {
  const artist = await makeUser();
  const { slug } = await makePost({ artistId: artist.id });
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT', listedAt: null });
  const head = 'slug,title,price,state';
  const checked = await send(artist, `${head}\n${draft.slug},Checked before,12,published`);
  expect(checked.state).toBe('checked');
  await db().legalPageVersion.create({ data: { page: 'terms', number: 1, text: 'Version 1.' } });
  await refreshShop();
  const heard: string[] = [];
  const subscriber = dedicatedRedis();
  subscriber.on('message', (_channel, message: string) => heard.push(message));
  await subscriber.subscribe(LIVE_CHANNEL);
  await confirmImport(artist, checked.id);
  await runImports(never);
  // The work was changed before it could not be published, so pages are told.
  expect((await show(artist, checked.id)).failed).toMatchObject([
    { problem: expect.stringMatching(/please agree to the shop’s terms/) },
  ]);
  expect((await worksOf(artist)).map(({ title }) => title)).toContain('Checked before');
  await eventually(async () => expect(heard.join()).toContain(draft.id));
  subscriber.disconnect();

  expect(sentences(await send(artist, `${head}\n${draft.slug},Draft,12,published`))).toEqual([
    expect.stringMatching(/^file state: To publish works, please agree to the shop’s terms on your dashboard first/),
  ]);
  expect(await bring(artist, `${head}\n${slug},Changed,12,published`)).toMatchObject({
    failed: [],
    progress: { done: 1 },
  });
  expect((await worksOf(artist)).map(({ title }) => title)).toContain('Changed');
});
