import { readdir, utimes, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { db } from '#lib/db.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';
import { confirmImport, retryImport } from '#lib/imports/confirm-import.ts';
import { deleteOldImports } from '#lib/imports/delete-old-imports.ts';
import { runImports } from '#lib/imports/run-imports.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeUser } from '../../support/database/factories.ts';
import { bring, never, picture, send, sentences, show, worksOf, zipOf } from './import-fixture.ts';

process.env.WEBHOOK_PRIVATE_NETWORKS = '127.0.0.0/8';
vi.setConfig({ testTimeout: 120_000 });

/** Somebody's web server: what it says by path. */
const answers: Record<string, (response: ServerResponse) => void> = {};
const requested: string[] = [];
const server = createServer((request, response) => {
  requested.push(request.url ?? '');
  const answer = answers[request.url ?? ''];
  if (answer) answer(response);
  else response.writeHead(404).end();
});
let origin = '';
beforeAll(async () => {
  await waitForRedis();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const redirect = (location: string) => (response: ServerResponse) => response.writeHead(302, { location }).end();
const csvOf = (urls: readonly string[]) =>
  `key,title,price,pictures\n${urls.map((url, index) => `${index},Work ${index},12,"${url}"`).join('\n')}`;

test('a row whose picture cannot be fetched says why; the others are in, and it can be tried again', async () => {
  const artist = await makeUser();
  const bytes = await picture();
  answers['/good.png'] = (response) => response.end(bytes);
  answers['/moved.png'] = redirect('/good.png');
  answers['/inside.png'] = redirect('http://10.0.0.1/secret.png');
  answers['/file.png'] = redirect('file:///etc/passwd');
  answers['/loop.png'] = redirect('/loop.png');
  answers['/text.png'] = (response) => response.end('not a picture');
  answers['/huge.png'] = (response) => response.end(Buffer.alloc(26 * 1024 * 1024, bytes));
  answers['/cut.png'] = (response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 40), () => response.destroy());
  };
  const bad = ['/gone.png', '/inside.png', '/file.png', '/loop.png', '/text.png', '/huge.png', '/cut.png'];
  const urls = ['/good.png', '/moved.png', ...bad].map((url) => origin + url);
  const result = await bring(
    artist,
    csvOf([...urls, 'http://192.168.0.1/a.png', `${origin}/good.png|${origin}/late.png`]),
  );
  expect(result.failed.map(({ problem }) => problem.replace(/^http\S+/, (url) => new URL(url).pathname))).toEqual([
    '/gone.png: The response was 404.',
    expect.stringMatching(/^\/inside.png: This URL leads to a private or reserved network address/),
    '/file.png: The response was 302, a redirect to nowhere.',
    '/loop.png: There were too many redirects.',
    expect.stringMatching(/^\/text.png: This file is not a supported picture/),
    expect.stringMatching(/^\/huge.png: This file is too large/),
    expect.stringMatching(/^\/cut.png: This picture is damaged or was not uploaded completely/),
    expect.stringMatching(/^\/a.png: This URL leads to a private or reserved network address/),
    '/late.png: The response was 404.',
  ]);
  expect(result).toMatchObject({ state: 'finished', progress: { done: 2, failed: 9 } });
  expect((await worksOf(artist)).map(({ title }) => title)).toEqual(['Work 0', 'Work 1']);

  for (const url of ['/late.png', ...bad]) answers[url] = (response) => response.end(bytes);
  const late = await picture();
  answers['/late.png'] = (response) => response.end(late);
  requested.length = 0;
  await retryImport(artist, result.id);
  await runImports(never);
  expect(await show(artist, result.id)).toMatchObject({ progress: { done: 10, failed: 1 } });
  // What was stored by the first attempt is not fetched again.
  expect(requested.filter((url) => url === '/good.png')).toEqual([]);
  expect((await worksOf(artist)).find(({ title }) => title === 'Work 10')?.keys).toHaveLength(2);
});

test('what a killed worker has left is gone on with, and no work comes of a row twice', async () => {
  const artist = await makeUser();
  const file = await zipOf({ 'a.csv': 'title,price,pictures\nOne,1,a.png\nTwo,2,a.png', 'a.png': await picture() });
  const { id } = await send(artist, file, 'works.zip');
  await confirmImport(artist, id);
  const lease = crypto.randomUUID();
  await db().import.update({ where: { id }, data: { lease, leasedUntil: new Date(Date.now() + 60_000) } });
  await runImports(never);
  expect(await worksOf(artist)).toEqual([]);
  await db().import.update({ where: { id }, data: { leasedUntil: new Date() } });
  const stopped = new AbortController();
  stopped.abort();
  await runImports(stopped.signal);
  await runImports(never);
  const works = await worksOf(artist);
  expect(works.map(({ title }) => title)).toEqual(['One', 'Two']);

  // As it is between creating the second work and noting that in its row.
  await db().import.update({ where: { id }, data: { finishedAt: null } });
  await db().importRow.update({
    where: { importId_number: { importId: id, number: 3 } },
    data: { doneAt: null, postId: null },
  });
  const pictures = await db().postImage.count({ where: { ownerId: artist.id } });
  await runImports(never);
  expect(await show(artist, id)).toMatchObject({ state: 'finished', progress: { done: 2, failed: 0 } });
  expect(await worksOf(artist)).toEqual(works);
  expect(await db().postImage.count({ where: { ownerId: artist.id } })).toBe(pictures);
});

test('a suspended account’s import goes no further', async () => {
  const artist = await makeUser();
  const { id } = await send(artist, 'title,price\nBlue,12');
  await confirmImport(artist, id);
  await db().user.update({ where: { id: artist.id }, data: { suspendedAt: new Date() } });
  await runImports(never);
  expect(await worksOf(artist)).toEqual([]);
  expect((await show(artist, id)).failed[0]?.problem).toMatch(/suspended/);
});

const ok = 'title,price,pictures\nBlue,12,a.png';

/** Writes a number into the central directory's entry of a file. */
function patched(zip: Buffer, name: string, offset: number, value: number, size: 2 | 4 = 2): Buffer {
  const copy = Buffer.from(zip);
  for (let at = copy.indexOf('PK\x01\x02'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 1)) {
    if (copy.subarray(at + 46, at + 46 + name.length).toString() !== name) continue;
    copy.writeUIntLE(value, at + offset, size);
    return copy;
  }
  throw new Error(`no entry ${name}`);
}

test('a ZIP that is not honest is refused, with a sentence', async () => {
  const artist = await makeUser();
  const honest = await zipOf({ 'a.csv': ok, 'a.png': await picture(), 'xx/b.png': 'x' });
  const renamed = Buffer.from(honest.toString('latin1').replaceAll('xx/b.png', '../b.png'), 'latin1');
  const refused: [Buffer, RegExp][] = [
    [renamed, /leads out of it/],
    [Buffer.from(honest.toString('latin1').replaceAll('xx/b.png', '/xxb.png'), 'latin1'), /leads out of it/],
    [Buffer.from(honest.toString('latin1').replaceAll('xx/b.png', 'xx\0b.png'), 'latin1'), /cannot be read/],
    [await zipOf({ 'a.csv': ok, 'a.png': 'x', 'A.PNG': 'y' }), /twice/],
    [await zipOf({ 'a.csv': ok, 'b.csv': ok }), /several CSV files/],
    [await zipOf({ 'a.png': 'x' }), /no CSV file/],
    [await zipOf({ 'a.csv': ok, 'a.png': '/etc/passwd' }, 0o120777), /is a link/],
    [patched(honest, 'a.png', 8, 0x801), /encrypted/],
    [patched(honest, 'a.png', 10, 12), /packed in a way/],
    // Bombs: one that says so, and one that says less than it holds.
    [patched(honest, 'xx/b.png', 24, 0x20000000, 4), /too large/],
    [await zipOf({ 'a.csv': Buffer.alloc(6 * 1024 * 1024, 'a') }), /larger than 5 MB/],
    [patched(await zipOf({ 'a.csv': `${ok}${'\n'.repeat(100_000)}` }), 'a.csv', 24, 40, 4), /damaged/],
    [honest.subarray(0, honest.length - 30), /damaged/],
    [await zipOf({ 'a.csv': ok }), /“a.png” is not in the ZIP/],
  ];
  for (const [zip, sentence] of refused) {
    const sent = await send(artist, zip, 'works.zip');
    expect(sentences(sent).join(), String(sentence)).toMatch(sentence);
    expect(sent.state).toBe('refused');
  }
  expect((await send(artist, honest, 'works.zip')).state).toBe('checked');
});

test('files go with their imports: when all is in, when they are replaced, and at their end', async () => {
  const folder = path.join(process.env.DATA_DIR ?? '', 'imports');
  const artist = await makeUser();
  const zip = async () => zipOf({ 'a.csv': ok, 'a.png': await picture() });
  const before = await readdir(folder);
  await bring(artist, await zip(), 'works.zip');
  const first = await send(artist, await zip(), 'works.zip');
  const second = await send(artist, await zip(), 'works.zip');
  const added = async () => (await readdir(folder)).filter((name) => !before.includes(name));
  expect(await added()).toEqual([`${second.id}.zip`]);
  const createdAt = new Date(Date.now() - (KEPT_SECONDS.unconfirmedImport + 60) * 1_000);
  await deleteOldImports();
  expect(await added()).toEqual([`${second.id}.zip`]);
  await db().import.update({ where: { id: second.id }, data: { createdAt } });
  const left = path.join(folder, `${first.id}.zip`);
  await writeFile(left, 'left by a killed process');
  await utimes(left, createdAt, createdAt);
  await deleteOldImports();
  expect(await added()).toEqual([]);
  expect(await db().import.count({ where: { id: second.id } })).toBe(0);
  const finished = await db().import.findFirstOrThrow({ where: { ownerId: artist.id } });
  await db().import.update({
    where: { id: finished.id },
    data: { createdAt: new Date(Date.now() - (KEPT_SECONDS.import + 60) * 1_000) },
  });
  await deleteOldImports();
  expect(await db().importRow.count({ where: { importId: finished.id } })).toBe(0);
  expect(await worksOf(artist)).toHaveLength(1);
});

test('a ZIP stays while its import is not finished, also when another worker has taken that over', async () => {
  const artist = await makeUser();
  const csv = `title,price,pictures\nBlue,12,a.png|${origin}/slow.png`;
  const { id } = await send(artist, await zipOf({ 'a.csv': csv, 'a.png': await picture() }), 'works.zip');
  const late = await picture();
  answers['/slow.png'] = async (response) => {
    const taken = { lease: crypto.randomUUID(), leasedUntil: new Date(Date.now() + 60_000) };
    await db().import.update({ where: { id }, data: taken });
    response.end(late);
  };
  await confirmImport(artist, id);
  await runImports(never);
  expect(await show(artist, id)).toMatchObject({ state: 'running', progress: { done: 1 } });
  expect(await readdir(path.join(process.env.DATA_DIR ?? '', 'imports'))).toContain(`${id}.zip`);
});
