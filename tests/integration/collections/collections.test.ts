import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { deleteCollection } from '#lib/collections/delete-collection.ts';
import {
  getCollection,
  getCurrentCollection,
  listCollections,
  listCurrentCollections,
} from '#lib/collections/queries.ts';
import { saveCollection } from '#lib/collections/save-collection.ts';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { CollectionInput } from '#lib/schemas/collections.ts';
import { creationKeyOf } from '#lib/schemas/form-key.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';

const admin = await makeUser({ role: 'ADMIN' });
const input = (changes: Partial<CollectionInput>): CollectionInput => ({
  ...{ title: 'Quiet Sundays', text: 'Slow.', works: [], startsOn: null, endsOn: null, isPublished: true },
  ...changes,
});

async function save(
  viewer: Viewer,
  changes: Partial<CollectionInput>,
  existing: { id: string; version: number } | null,
) {
  const saved = await saveCollection(viewer, existing, input(changes));
  if (!('slug' in saved)) throw new Error(`unknown works: ${saved.unknown.join()}`);
  return saved;
}
const titlesOn = async (day: string) => (await listCurrentCollections(day)).map(({ title }) => title);

test('works are shown in their order; hidden ones are left out, and a collection without any is not on the home page', async () => {
  const [one, two] = [await makePost(), await makePost({ status: 'SOLD' })];
  const { slug } = await save(admin, { title: 'Ordered', works: [two.slug, one.slug] }, null);
  const shown = async () => (await getCurrentCollection(slug, '2026-12-24'))?.posts.map(({ id }) => id);
  expect(await shown()).toEqual([two.id, one.id]);
  await db().post.update({ where: { id: two.id }, data: { hiddenAt: new Date() } });
  expect(await shown()).toEqual([one.id]);
  expect(await titlesOn('2026-12-24')).toContain('Ordered');
  await db().post.update({ where: { id: one.id }, data: { hiddenAt: new Date() } });
  expect(await titlesOn('2026-12-24')).not.toContain('Ordered');
});

test('works of a suspended artist are left out', async () => {
  const { id: artistId } = await makeUser();
  const [theirs, other] = [await makePost({ artistId }), await makePost()];
  const both = await save(admin, { title: 'Mixed', works: [theirs.slug, other.slug] }, null);
  await save(admin, { title: 'Suspended', works: [theirs.slug] }, null);
  await db().user.update({ where: { id: artistId }, data: { suspendedAt: new Date() } });
  expect((await getCurrentCollection(both.slug, '2026-12-24'))?.posts.map(({ id }) => id)).toEqual([other.id]);
  const home = await listCurrentCollections('2026-12-24');
  expect(home.find(({ title }) => title === 'Mixed')?.first.id).toBe(other.id);
  expect(home.map(({ title }) => title)).not.toContain('Suspended');
});

test('visitors see a collection from its first day to its last, if it is published', async () => {
  const works = [(await makePost()).slug];
  const { id, slug } = await save(
    admin,
    { title: 'Advent', works, startsOn: '2026-12-01', endsOn: '2026-12-24' },
    null,
  );
  const seen = async () => {
    const days = ['2026-11-30', '2026-12-01', '2026-12-24', '2026-12-25'];
    const pages = await Promise.all(days.map((day) => getCurrentCollection(slug, day)));
    const home = await Promise.all(days.map(titlesOn));
    expect(home.map((titles) => titles.includes('Advent'))).toEqual(pages.map((page) => page !== null));
    return days.filter((_, index) => pages[index]);
  };
  expect(await seen()).toEqual(['2026-12-01', '2026-12-24']);
  await save(admin, { title: 'Advent', works, isPublished: false }, { id, version: 0 });
  expect(await seen()).toEqual([]);
});

test('the slug stays, a second collection of the same title has its own, and an older version changes nothing', async () => {
  const first = await save(admin, { title: 'Twice' }, null);
  const second = await save(admin, { title: 'Twice' }, null);
  expect(first.slug).toBe('twice');
  expect(second.slug).toMatch(/^twice-[0-9a-f]{6}$/);
  expect(await save(admin, { title: 'Renamed' }, { id: first.id, version: 0 })).toMatchObject({ slug: 'twice' });
  await expect(save(admin, { title: 'Late' }, { id: first.id, version: 0 })).rejects.toMatchObject({
    code: 'changed-elsewhere',
  });
  expect(await getCollection(admin, first.id)).toMatchObject({ title: 'Renamed', version: 1 });
});

test('works that are not public are named, and nothing is saved', async () => {
  const [post, draft] = [await makePost(), await makePost({ status: 'DRAFT', listedAt: null })];
  const works = [post.slug, draft.slug, 'never-made'];
  expect(await saveCollection(admin, null, input({ title: 'Unknown', works }))).toEqual({
    unknown: [draft.slug, 'never-made'],
  });
  expect((await listCollections(admin)).map(({ title }) => title)).not.toContain('Unknown');
});

test('a work that is hidden or unpublished keeps its place in its collection, which can be saved without it too', async () => {
  const [first, hidden, draft] = [await makePost(), await makePost(), await makePost()];
  const works = [hidden.slug, first.slug, draft.slug];
  const { id } = await save(admin, { title: 'Kept', works }, null);
  await db().post.update({ where: { id: hidden.id }, data: { hiddenAt: new Date() } });
  await db().post.update({ where: { id: draft.id }, data: { status: 'DRAFT' } });
  const { slug } = await save(admin, { title: 'Kept', works }, { id, version: 0 });
  expect(await getCollection(admin, id)).toMatchObject({ works, version: 1 });
  expect((await getCurrentCollection(slug, '2026-12-24'))?.posts.map((post) => post.id)).toEqual([first.id]);
  expect((await listCollections(admin)).find((row) => row.id === id)).toMatchObject({ works: 1 });
  await save(admin, { title: 'Kept', works: [first.slug] }, { id, version: 1 });
  expect(await saveCollection(admin, { id, version: 2 }, input({ works }))).toEqual({
    unknown: [hidden.slug, draft.slug],
  });
});

test('all current collections are on the home page', async () => {
  const works = [(await makePost()).slug];
  const titles = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((letter) => `Season ${letter}`);
  for (const title of titles) await save(admin, { title, works }, null);
  expect(await titlesOn('2026-12-24')).toEqual(expect.arrayContaining(titles));
});

test('a form that is sent twice, also at once, creates one collection', async () => {
  const content = input({ title: 'Sent twice' });
  const key = creationKeyOf(randomUUID(), content);
  const send = () => saveCollection(admin, null, content, key);
  const [first, ...others] = [...(await Promise.all([send(), send()])), await send()];
  expect(others).toEqual([first, first]);
  expect(await db().collection.count({ where: { title: 'Sent twice' } })).toBe(1);
});

test('admins alone put collections together and delete them, which is recorded', async () => {
  const stranger = await makeUser();
  const { id } = await save(admin, { title: 'Recorded' }, null);
  const refused = { code: 'not-found' };
  await expect(saveCollection(stranger, { id, version: 0 }, input({}))).rejects.toMatchObject(refused);
  await expect(deleteCollection(stranger, id)).rejects.toMatchObject(refused);
  await expect(listCollections(stranger)).rejects.toMatchObject(refused);
  await deleteCollection(admin, id);
  await expect(deleteCollection(admin, id)).rejects.toMatchObject(refused);
  const rows = await db().auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
  expect(rows.map(({ action, subjectName }) => [action, subjectName])).toEqual([
    ['collection-saved', 'Recorded'],
    ['collection-deleted', 'Recorded'],
  ]);
});
