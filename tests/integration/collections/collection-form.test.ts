import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { getCollection } from '#lib/collections/queries.ts';
import { db } from '#lib/db.ts';
import { EMPTY_FORM } from '#lib/domain/form-state.ts';
import { saveCollectionAction } from '../../../app/admin/collections/actions.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';

const admin = await makeUser({ role: 'ADMIN' });

// What only a request has.
vi.mock('server-only', () => ({}));
vi.mock('next/cache', () => ({ updateTag: () => {} }));
vi.mock('next/navigation', () => ({
  redirect: (path: string) => {
    throw new Error(`redirect ${path}`);
  },
  unstable_rethrow: (error: unknown) => {
    if (error instanceof Error && error.message.startsWith('redirect')) throw error;
  },
}));
vi.mock('#lib/auth/viewer.ts', () => ({ currentViewer: async () => admin }));

function submit(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return saveCollectionAction(EMPTY_FORM, form);
}
const SAVED = 'redirect /admin/collections?said=saved';

test('the form that is sent twice creates one; one that is behind shows both versions, and saves at the second time', async () => {
  const { slug } = await makePost();
  const fields = { title: 'By the sea', text: '', works: slug, startsOn: '', endsOn: '', version: '' };
  const key = randomUUID();
  await expect(submit({ ...fields, key })).rejects.toThrow(SAVED);
  await expect(submit({ ...fields, key })).rejects.toThrow(SAVED);
  const [created, ...others] = await db().collection.findMany({ where: { title: 'By the sea' } });
  if (!created) throw new Error('nothing was created');
  expect(others).toEqual([]);

  const edit = { ...fields, id: created.id, version: '0' };
  await expect(submit({ ...edit, title: 'By the lake', isPublished: 'on' })).rejects.toThrow(SAVED);
  const state = await submit({ ...edit, title: 'By the river' });
  expect(state).toMatchObject({
    values: { title: 'By the river', works: `/posts/${slug}`, version: '1' },
    stored: { title: 'By the lake', works: `/posts/${slug}`, isPublished: 'on' },
    fieldErrors: {},
  });
  expect(await getCollection(admin, created.id)).toMatchObject({ title: 'By the lake', version: 1 });
  await expect(submit({ id: created.id, ...state.values })).rejects.toThrow(SAVED);
  expect(await getCollection(admin, created.id)).toMatchObject({ title: 'By the river', version: 2 });
});
