import { beforeAll, expect, test, vi } from 'vitest';
import { exportOwnPosts } from '#lib/csv/export-posts.ts';
import { db } from '#lib/db.ts';
import { FIRST_QUOTA } from '#lib/domain/quotas.ts';
import { confirmImport, retryImport } from '#lib/imports/confirm-import.ts';
import { discardImport } from '#lib/imports/discard-import.ts';
import { findImport } from '#lib/imports/find-imports.ts';
import { runImports } from '#lib/imports/run-imports.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { waitForRedis } from '#lib/redis.ts';
import { createEndpoint } from '#lib/webhooks/create-endpoint.ts';
import { makePost, makeUser, postInput } from '../../support/database/factories.ts';
import { bring, never, picture, send, sentences, show, worksOf, zipOf } from './import-fixture.ts';

process.env.WEBHOOK_PRIVATE_NETWORKS = '127.0.0.0/8';
// Each picture is decoded in a process of its own, below normal priority.
vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => waitForRedis());

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error) => error.code,
  );

test('one wrong row, and nothing of the file is written', async () => {
  const artist = await makeUser();
  const sent = await send(artist, 'title,price,currency,state\nBlue,120,EUR,\n,12,XXX,\nRed,13,EUR,published\n');
  expect(sent.state).toBe('refused');
  expect(sentences(sent)).toEqual([
    '3 title: Give the work a title.',
    '3 currency: Choose a currency from the list.',
    '4 pictures: Add at least one picture before you publish this work.',
  ]);
  expect(await db().importRow.count({ where: { importId: sent.id } })).toBe(0);
  expect(await codeOf(confirmImport(artist, sent.id))).toBe('not-found');
  expect(await worksOf(artist)).toEqual([]);
});

test('a ZIP becomes drafts and published works, whose endpoints are told; sent twice, it adds nothing', async () => {
  const artist = await makeUser();
  await createEndpoint(artist, 'own', { url: 'http://127.0.0.1:9/', events: ['post.published', 'post.updated'] });
  const csv = [
    'key;title;price;currency;pictures;picture descriptions;state;story',
    'A-1;Blue;120,50;EUR;"front.png|Detail.PNG";One|Two;published;"=First\n\nSecond"',
    ';Red;13;JPY;front.png;Only;;',
  ].join('\n');
  const file = await zipOf({
    'works/list.csv': csv.replace('JPY', 'EUR'),
    'works/front.png': await picture(),
    'works/pictures/detail.png': await picture(),
    '__MACOSX/works/._front.png': 'x',
  });
  const first = await bring(artist, file, 'works.zip');
  expect(first).toMatchObject({
    state: 'finished',
    counts: { create: 2, update: 0, skip: 0, publish: 1 },
    progress: { total: 2, done: 2, failed: 0 },
  });
  const works = await worksOf(artist);
  expect(works).toMatchObject([
    { title: 'Blue', status: 'LISTED', alts: ['One', 'Two'] },
    { title: 'Red', status: 'DRAFT', alts: ['Only'] },
  ]);
  expect(works[0]?.keys[0]).toBe(works[1]?.keys[0]);
  const blue = await db().post.findUniqueOrThrow({ where: { id: works[0]?.id ?? '' } });
  expect(blue).toMatchObject({ priceAmount: 12_050n, priceCurrency: 'EUR', content: '=First\n\nSecond' });
  expect(await db().webhookMessage.findMany({ where: { artistId: artist.id } })).toMatchObject([
    { type: 'post.published', postId: blue.id },
  ]);

  const again = await bring(artist, file, 'works.zip');
  expect(again).toMatchObject({ counts: { create: 0, update: 0, skip: 2 }, progress: { done: 2, failed: 0 } });
  expect(await worksOf(artist)).toEqual(works);
});

test('a key is the same work: changed rows change it, unless it is sold or was changed since', async () => {
  const artist = await makeUser();
  const file = (titles: Readonly<Record<string, string>>) =>
    `key,title,price\n${Object.entries(titles)
      .map((cells) => `${cells.join(',')},120`)
      .join('\n')}`;
  await bring(artist, file({ a: 'A', b: 'B', c: 'C' }));
  const [, b, c] = await worksOf(artist);
  const changed = await bring(artist, file({ a: 'A again', b: 'B', d: 'D' }));
  expect(changed).toMatchObject({ counts: { create: 1, update: 1, skip: 1 }, changed: [{ row: 2, title: 'A again' }] });
  expect((await worksOf(artist)).map(({ title }) => title)).toEqual(['A again', 'B', 'C', 'D']);

  await db().post.update({
    where: { id: b?.id ?? '' },
    data: { status: 'SOLD', listedAt: new Date(), soldAt: new Date() },
  });
  expect(sentences(await send(artist, file({ b: 'B again', c: 'C' })))).toEqual([
    '2 : This work is reserved or sold, so it cannot be changed now.',
  ]);
  expect((await send(artist, file({ b: 'B', c: 'C' }))).counts).toMatchObject({ skip: 2 });

  const waiting = await send(artist, file({ c: 'C again' }));
  await updatePost(artist, c?.id ?? '', postInput({ title: 'C by hand' }), c?.version);
  await confirmImport(artist, waiting.id);
  await runImports(never);
  expect((await show(artist, waiting.id)).failed).toEqual([
    { row: 2, title: 'C again', problem: expect.stringMatching(/changed after the file was checked/) },
  ]);
  expect(sentences(await send(artist, 'key,title,price\nx,One,1\nx,Two,2'))).toEqual([
    '3 key: This is the same work as row 2.',
  ]);
});

test('an export can be imported and changes nothing, whatever its texts begin with; a changed cell changes that work', async () => {
  const artist = await makeUser();
  const file = await zipOf({
    'works.csv': [
      'title,price,currency,pictures,picture descriptions,tags,description,state',
      `"'=cmd|' /C calc'!A0",1200.5,EUR,"b.png|a.png","\n| two",@sea,"-1, ""quoted""",published`,
      '＝wide,12.340,KWD,,,,"two\nlines",',
      'Sold,7,EUR,,,,,',
    ].join('\n'),
    'a.png': await picture(),
    'b.png': await picture(),
  });
  await bring(artist, file, 'works.zip');
  const before = await worksOf(artist);
  const sold = before.find(({ title }) => title === 'Sold');
  await db().post.update({
    where: { id: sold?.id ?? '' },
    data: { status: 'SOLD', listedAt: new Date(), soldAt: new Date() },
  });
  // Works of the form have no key and no row.
  await db().importedPost.deleteMany({ where: { artistId: artist.id } });
  let exported = '';
  for await (const part of exportOwnPosts(artist)) exported += part;
  expect(exported.split('\r\n').slice(1).join()).not.toMatch(/(^|,)"?[=+@＝-]/);

  expect((await bring(artist, exported)).counts).toEqual({ create: 0, update: 0, skip: 3, publish: 0 });
  expect((await worksOf(artist)).map(({ version }) => version)).toEqual(before.map(({ version }) => version));
  const edited = await bring(artist, exported.replace('1200.50', '1300'));
  expect(edited.counts).toMatchObject({ create: 0, update: 1, skip: 2 });
  const after = await worksOf(artist);
  expect(after.map(({ keys }) => keys)).toEqual(before.map(({ keys }) => keys));
  expect(after.map(({ status }) => status).sort()).toEqual(['DRAFT', 'LISTED', 'SOLD']);
});

test('what the account has no room for, or may not publish, is said before anything is written', async () => {
  const artist = await makeUser({ emailProvenAt: null });
  const rows = Array.from({ length: FIRST_QUOTA.drafts + 1 }, (_, index) => `Work ${index},12,,`).join('\n');
  const [quota] = sentences(await send(artist, `title,price,pictures,state\n${rows}`));
  expect(quota).toBe(`file : These are 51 new drafts, and your account has room for 50.`);
  const published = await send(artist, 'title,price,pictures,state\nBlue,12,http://127.0.0.1:9/a.png,published');
  expect(sentences(published)[0]).toMatch(/^file state: To publish works, please confirm your email address/);
  const other = await makePost();
  const { key } = await db().postImage.findFirstOrThrow({ where: { postId: other.id } });
  const theirs = `${process.env.NEXTAUTH_URL}/media/${key}-320.webp`;
  expect(sentences(await send(artist, `title,price,pictures\nBlue,12,${theirs}`))[0]).toMatch(/not a picture of yours/);
});

test('an import belongs to the one who has sent it, one runs at a time, and a new file replaces one that waits', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  const sent = await send(artist, 'title,price\nBlue,12');
  for (const command of [confirmImport, retryImport, discardImport])
    expect(await codeOf(command(other, sent.id))).toBe('not-found');
  expect(await findImport(other, sent.id)).toBeNull();
  const next = await send(artist, 'title,price\nRed,12');
  expect(await findImport(artist, sent.id)).toBeNull();
  await Promise.all([confirmImport(artist, next.id), confirmImport(artist, next.id)]);
  const third = await send(artist, 'title,price\nGreen,12');
  expect(await codeOf(confirmImport(artist, third.id))).toBe('import-running');
  await Promise.all([runImports(never), runImports(never)]);
  expect((await worksOf(artist)).map(({ title }) => title)).toEqual(['Red']);
  await discardImport(artist, third.id);
  expect(await findImport(artist, third.id)).toBeNull();
});
