import { describe, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { MAX_SAVED, SAVED_PAGE_SIZE } from '#lib/domain/posts/saved-posts.ts';
import { mergeSaved } from '#lib/posts/saved/merge-saved.ts';
import { listCardsOf, listSaved, listSavedIds } from '#lib/posts/saved/queries.ts';
import { savePost } from '#lib/posts/saved/save-post.ts';
import { unsavePost } from '#lib/posts/saved/unsave-post.ts';
import { waitForRedis } from '#lib/redis.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { closeForGood } from '../leaving/leaving-fixture.ts';

await waitForRedis();

const hidden = { hiddenAt: new Date() };
const draft = { status: 'DRAFT', listedAt: null } as const;

/** Fills an account up to `count` saved posts, of which all are one artist's. */
async function saveMany(userId: string, count: number): Promise<void> {
  const { id: artistId } = await makeUser();
  await db().$executeRaw`
    WITH made AS (
      INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, status, listed_at)
      SELECT gen_random_uuid(), 'many-' || ${userId} || number, ${artistId}::uuid, 'One of many', 100, 'EUR', 'LISTED', now()
      FROM generate_series(1, ${count}::int) AS number RETURNING id
    )
    INSERT INTO saved_posts (user_id, post_id) SELECT ${userId}::uuid, id FROM made`;
}

describe('an account', () => {
  test('saves a work once, and takes it out', async () => {
    const [viewer, other, post] = [await makeUser(), await makeUser(), await makePost()];
    await savePost(viewer, post.id);
    await savePost(viewer, post.id);
    expect(await listSavedIds(viewer)).toEqual([post.id]);
    await unsavePost(other, { id: post.id });
    expect(await listSavedIds(viewer)).toEqual([post.id]);
    await unsavePost(viewer, { slug: post.slug });
    expect(await listSavedIds(viewer)).toEqual([]);
  });

  test('cannot save what is not public', async () => {
    const viewer = await makeUser();
    for (const post of [await makePost(draft), await makePost(hidden)])
      await expect(savePost(viewer, post.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('has room for five hundred', async () => {
    const [viewer, post, last] = [await makeUser(), await makePost(), await makePost()];
    await saveMany(viewer.id, MAX_SAVED - 1);
    await savePost(viewer, post.id);
    await expect(savePost(viewer, last.id)).rejects.toMatchObject({ code: 'too-many-saved' });
    // One that is saved already stays so.
    await savePost(viewer, post.id);
    expect(await listSavedIds(viewer)).toHaveLength(MAX_SAVED);
  });

  test('that is closed has none, and gets none', async () => {
    const [viewer, post] = [await makeUser(), await makePost()];
    await savePost(viewer, post.id);
    await closeForGood(viewer);
    expect(await listSavedIds(viewer)).toEqual([]);
    await expect(savePost(viewer, post.id)).rejects.toMatchObject({ code: 'account-closing' });
  });
});

describe('what a browser has saved', () => {
  test('comes into the account in its order, behind nothing, without what is not public', async () => {
    const viewer = await makeUser();
    const [before, first, second] = [await makePost(), await makePost(), await makePost()];
    await savePost(viewer, before.id);
    const given = [first.id, (await makePost(hidden)).id, before.id, second.id, crypto.randomUUID()];
    await mergeSaved(viewer, given);
    await mergeSaved(viewer, given);
    expect((await listSavedIds(viewer)).filter((id) => id !== before.id)).toEqual([first.id, second.id]);
    expect(await listSavedIds(viewer)).toHaveLength(3);
  });

  test('is merged as far as there is room', async () => {
    const [viewer, first, second] = [await makeUser(), await makePost(), await makePost()];
    await saveMany(viewer.id, MAX_SAVED - 1);
    await mergeSaved(viewer, [first.id, second.id]);
    const ids = await listSavedIds(viewer);
    expect(ids).toHaveLength(MAX_SAVED);
    expect(ids).toContain(first.id);
  });

  test('is shown in its order, without what is not public', async () => {
    const [one, two] = [await makePost(), await makePost()];
    const found = await listCardsOf([two.id, (await makePost(draft)).id, one.id]);
    expect(found.map(({ id }) => id)).toEqual([two.id, one.id]);
  });
});

test('saved works are listed page by page, the last one first; hidden ones are left out', async () => {
  const viewer = await makeUser();
  await saveMany(viewer.id, SAVED_PAGE_SIZE + 6);
  await db().$executeRaw`
    UPDATE saved_posts SET saved_at = now() - (random() * interval '1 day') WHERE user_id = ${viewer.id}::uuid`;
  const all = await listSavedIds(viewer);
  const [newest = ''] = all;
  await db().post.update({ where: { id: newest }, data: hidden });
  const first = await listSaved(viewer, null);
  const second = await listSaved(viewer, readKeysetCursor({ older: first.older }));
  expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(all.slice(1));
  expect(second.older).toBeNull();
  const back = await listSaved(viewer, readKeysetCursor({ newer: second.newer }));
  expect(back.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id));
});
