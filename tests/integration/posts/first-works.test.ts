import { beforeAll, beforeEach, expect, test } from 'vitest';
import { ownPostResource } from '#lib/api/resources.ts';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { approvePost, declinePost } from '#lib/posts/approve-post.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { duplicatePost } from '#lib/posts/duplicate-post.ts';
import { hidePost, showPost } from '#lib/posts/moderate-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { getPublicPost, listOwnPosts } from '#lib/posts/queries.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { listWaitingWorks } from '#lib/search/list-waiting-works.ts';
import { refreshShop } from '#lib/settings/refresh-shop.ts';
import { makePicture, makePost, makeUser, postInput } from '../../support/database/factories.ts';
import { bring, picture, zipOf } from '../imports/import-fixture.ts';

async function wantApproval(approveFirst: boolean): Promise<void> {
  const data = { approveFirst: approveFirst ? 'on' : '' };
  await db().shopSetting.upsert({ where: { section: 'works' }, create: { section: 'works', data }, update: { data } });
  await refreshShop();
}

/** An endpoint of the shop that would be told of anything public. */
beforeAll(async () => {
  const endpoint = { url: 'https://example.org/', events: ['post.published'], secret: new Uint8Array(48) };
  await db().webhookEndpoint.create({ data: { id: crypto.randomUUID(), ...endpoint } });
});
beforeEach(() => wantApproval(true));

const stateOf = async (id: string) => {
  const { status, waitingSince } = await db().post.findUniqueOrThrow({ where: { id } });
  return waitingSince ? 'waiting' : status;
};
const input = async (artist: Viewer) => postInput({ pictures: [{ id: (await makePicture(artist.id)).id, alt: '' }] });
/** A new artist's first work, which waits. */
async function makeWaiting() {
  const artist = await makeUser();
  const post = await createPost(artist, await input(artist), { publish: true });
  return { artist, ...post };
}

test('a first work waits whichever way it is published, and is public nowhere', async () => {
  const [byForm, byButton, byFile] = [await makeUser(), await makeUser(), await makeUser()];
  const created = await createPost(byForm, await input(byForm), { publish: true });
  expect(created.isWaiting).toBe(true);
  const draft = await makePost({ artistId: byButton.id, status: 'DRAFT', listedAt: null });
  expect(await publishPost(byButton, draft.id)).toBe('waiting');
  const file = 'title,price,currency,state,pictures\nHarbour,120,EUR,published,a.png\n';
  await bring(byFile, await zipOf({ 'works.csv': file, 'a.png': await picture() }), 'works.zip');
  const imported = await db().post.findFirstOrThrow({ where: { artistId: byFile.id } });
  for (const { id, slug } of [created, draft, imported]) {
    expect(await stateOf(id)).toBe('waiting');
    expect(await getPublicPost(slug)).toBeNull();
    expect(await db().webhookMessage.count({ where: { postId: id } })).toBe(0);
  }
  const [row] = (await listOwnPosts(byForm, null)).rows;
  expect(row && ownPostResource(row)).toMatchObject({ status: 'waiting', publishedAt: null });
  const copy = await duplicatePost(byForm, created.id);
  expect(await stateOf(copy.id)).toBe('DRAFT');
  // Publishing it again keeps its place.
  const before = await db().post.findUniqueOrThrow({ where: { id: created.id } });
  expect(await publishPost(byForm, created.id)).toBe('waiting');
  expect((await db().post.findUniqueOrThrow({ where: { id: created.id } })).waitingSince).toEqual(before.waitingSince);
});

test('once approved it is public, its artist and followers are told, and the next works need nobody', async () => {
  const { artist, id, slug } = await makeWaiting();
  const [moderator, follower] = [await makeUser({ role: 'MODERATOR' }), await makeUser()];
  const follows = await db().follower.create({ data: { userId: follower.id, token: crypto.randomUUID() } });
  await db().follow.create({ data: { followerId: follows.id, artistId: artist.id, confirmedAt: new Date() } });
  expect(await db().followNews.count({ where: { postId: id } })).toBe(0);
  const listed = (await listWaitingWorks(moderator)).find((work) => work.id === id);
  expect(await approvePost(moderator, id, listed?.version ?? -1)).toEqual({ id, slug, username: artist.username });
  await approvePost(moderator, id, 0);
  expect(await getPublicPost(slug)).toMatchObject({ id });
  expect(await db().followNews.count({ where: { postId: id } })).toBe(1);
  expect(await db().webhookMessage.count({ where: { postId: id } })).toBe(1);
  const mails = await db().message.findMany({ where: { userId: artist.id } });
  expect(mails).toMatchObject([{ kind: 'work-approved', recipient: artist.email, data: { path: `/posts/${slug}` } }]);
  expect(await db().auditEntry.findMany({ where: { subjectId: id } })).toMatchObject([
    { action: 'work-approved', actorId: moderator.id },
  ]);
  expect((await createPost(artist, await input(artist), { publish: true })).isWaiting).toBe(false);
  // Nobody knows an artist by works that had to be hidden.
  await db().post.updateMany({ where: { artistId: artist.id }, data: { hiddenAt: new Date(), hiddenReason: 'No.' } });
  expect((await createPost(artist, await input(artist), { publish: true })).isWaiting).toBe(true);
});

test('what is approved is what was looked at: not a work that was changed or withdrawn meanwhile', async () => {
  const moderator = await makeUser({ role: 'MODERATOR' });
  const { artist, id } = await makeWaiting();
  const [seen] = (await listWaitingWorks(moderator)).filter((work) => work.id === id);
  await expect(updatePost(artist, id, postInput())).rejects.toMatchObject({ code: 'no-pictures' });
  await updatePost(artist, id, { ...(await input(artist)), title: 'Another' });
  expect(await stateOf(id)).toBe('waiting');
  await expect(approvePost(moderator, id, seen?.version ?? 0)).rejects.toMatchObject({ code: 'changed-elsewhere' });
  await unpublishPost(artist, id);
  expect(await stateOf(id)).toBe('DRAFT');
  await expect(approvePost(moderator, id, 1)).rejects.toMatchObject({ code: 'not-found' });
  expect((await listWaitingWorks(moderator)).map((work) => work.id)).not.toContain(id);
});

test('declined it is a draft again, its artist reads why, and may publish it once more', async () => {
  const moderator = await makeUser({ role: 'ADMIN' });
  const { artist, id, slug } = await makeWaiting();
  await declinePost(moderator, id, 'Please show the whole work.');
  expect(await stateOf(id)).toBe('DRAFT');
  const mails = await db().message.findMany({ where: { userId: artist.id } });
  expect(mails).toMatchObject([
    { kind: 'work-declined', data: { reason: 'Please show the whole work.', path: `/posts/${slug}/edit` } },
  ]);
  expect(await publishPost(artist, id)).toBe('waiting');
});

test('switched off, what waits stays until somebody decides or its artist publishes it again', async () => {
  const { artist, id } = await makeWaiting();
  await wantApproval(false);
  expect(await stateOf(id)).toBe('waiting');
  expect(await publishPost(artist, id)).toBe('published');
  expect(await stateOf(id)).toBe('LISTED');
});

test('members approve nothing, and works of artists who are suspended or leave cannot be approved', async () => {
  const moderator = await makeUser({ role: 'MODERATOR' });
  const { artist, id } = await makeWaiting();
  for (const viewer of [artist, await makeUser()]) {
    await expect(approvePost(viewer, id, 0)).rejects.toMatchObject({ code: 'not-found' });
    await expect(declinePost(viewer, id, 'No.')).rejects.toMatchObject({ code: 'not-found' });
    await expect(listWaitingWorks(viewer)).rejects.toMatchObject({ code: 'not-found' });
  }
  await db().user.update({ where: { id: artist.id }, data: { suspendedAt: new Date() } });
  await expect(approvePost(moderator, id, 0)).rejects.toMatchObject({ code: 'changed-elsewhere' });
  expect((await listWaitingWorks(moderator)).map((work) => work.id)).not.toContain(id);
  expect(await stateOf(id)).toBe('waiting');
});

test('a hidden work waits until it is shown, and moderators do not approve their own', async () => {
  const moderator = await makeUser({ role: 'MODERATOR' });
  const { artist, id } = await makeWaiting();
  await hidePost(moderator, id, 'No.');
  expect((await listWaitingWorks(moderator)).map((work) => work.id)).not.toContain(id);
  const { version } = await db().post.findUniqueOrThrow({ where: { id } });
  await expect(approvePost(moderator, id, version)).rejects.toMatchObject({ code: 'changed-elsewhere' });
  await expect(declinePost(moderator, id, 'No.')).rejects.toMatchObject({ code: 'changed-elsewhere' });
  await showPost(moderator, id);
  expect((await listWaitingWorks(moderator)).map((work) => work.id)).toContain(id);

  const promoted = { ...artist, role: 'MODERATOR', hasSecondFactor: true } as const;
  expect((await listWaitingWorks(promoted)).map((work) => work.id)).not.toContain(id);
  const shown = await db().post.findUniqueOrThrow({ where: { id } });
  await expect(approvePost(promoted, id, shown.version)).rejects.toMatchObject({ code: 'not-found' });
  await expect(declinePost(promoted, id, 'No.')).rejects.toMatchObject({ code: 'not-found' });
  expect(await stateOf(id)).toBe('waiting');
});
