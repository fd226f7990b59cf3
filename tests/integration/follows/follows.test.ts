import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { confirmFollow, findUnconfirmedFollow } from '#lib/follows/confirm-follow.ts';
import { deleteOldFollows } from '#lib/follows/delete-old-follows.ts';
import { followArtist } from '#lib/follows/follow-artist.ts';
import { isFollowing, listFollows } from '#lib/follows/list-follows.ts';
import { queueDigests } from '#lib/follows/queue-digests.ts';
import { requestFollow } from '#lib/follows/request-follow.ts';
import { unfollowAll, unfollowArtist } from '#lib/follows/unfollow.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { POST as unsubscribe } from '../../../app/api/unsubscribe/route.ts';
import { makePicture, makePost, makeUser, postInput, uniqueName } from '../../support/database/factories.ts';
import { receiveMails } from '../../support/mail/receive-mails.ts';

const { mailsTo } = await receiveMails();
const NOBODY = { address: null, network: null };
const newAddress = () => `${uniqueName('reader')}@example.org`;

beforeEach(async () => {
  await db().follower.deleteMany();
});

/** An artist with a public page. */
async function makeArtist(displayName = uniqueName('Mira')): Promise<Viewer> {
  const artist = await makeUser({ displayName });
  await makePost({ artistId: artist.id });
  return artist;
}

async function publish(artist: Viewer, title: string): Promise<string> {
  const { id } = await createPost(artist, postInput({ title, pictures: [] }), { publish: false });
  await makePicture(artist.id, id);
  await publishPost(artist, id);
  return id;
}

/** As if so much time had passed since the last mails and the last works. */
async function passHours(hours: number): Promise<void> {
  await db().$executeRaw`UPDATE follow_news SET due_at = due_at - make_interval(hours => ${hours}::int)`;
  await db().$executeRaw`UPDATE followers SET digest_at = digest_at - make_interval(hours => ${hours}::int)`;
}

const linkIn = (text: string, path: string) => new RegExp(`${path}\\?token=([\\w-]+)`).exec(text)?.[1] ?? '';

/** Follows by mail, as somebody without an account does. */
async function followByMail(email: string, artist: Viewer): Promise<string> {
  await requestFollow(email, artist.username, NOBODY);
  const [mail] = await mailsTo(email);
  return confirmFollow(linkIn(mail?.text ?? '', '/following/confirm'));
}

test('an address follows once its owner has used the link in a mail, which works once', async () => {
  const artist = await makeArtist('Mira Castellan');
  const email = newAddress();
  await requestFollow(email, artist.username, NOBODY);
  await publish(artist, 'Before the link was used');
  const [mail] = await mailsTo(email);
  expect(mail).toMatchObject({ subject: 'Do you want to follow Mira Castellan?', unsubscribe: [] });
  const token = linkIn(mail?.text ?? '', '/following/confirm');
  expect(await findUnconfirmedFollow(token)).toMatchObject({ displayName: 'Mira Castellan' });
  expect(await db().follow.count({ where: { confirmedAt: { not: null } } })).toBe(0);
  const own = await confirmFollow(token);
  expect(await listFollows({ token: own })).toMatchObject([{ username: artist.username }]);
  await expect(confirmFollow(token)).rejects.toMatchObject({ code: 'link-ended' });
  expect(await findUnconfirmedFollow(token)).toBeNull();
  for (const nobody of ['x'.repeat(43), '', '\0', 'x'.repeat(44)])
    expect(await listFollows({ token: nobody }), nobody).toBeNull();
  await passHours(1);
  expect(await queueDigests()).toBe(0);
});

test('all artists’ new works are in one mail, and a day passes before the next', async () => {
  const [mira, bo, other] = [await makeArtist('Mira'), await makeArtist('Bo'), await makeArtist()];
  const email = newAddress();
  await followByMail(email, mira);
  await followByMail(email, bo);
  await publish(mira, 'First');
  await publish(bo, 'Second');
  await publish(other, 'Not followed');
  expect(await queueDigests()).toBe(0);
  await passHours(1);
  expect(await queueDigests()).toBe(1);
  const [mail] = await mailsTo(email);
  expect(mail?.subject).toBe('2 new works by artists you follow');
  expect(mail?.text).toMatch(/“Second” by Bo\n.+\n\n“First” by Mira\n/);
  expect(mail?.text).not.toContain('Not followed');

  await publish(mira, 'Third');
  await passHours(1);
  expect(await queueDigests()).toBe(0);
  await passHours(24);
  expect(await queueDigests()).toBe(1);
  expect((await mailsTo(email))[0]?.subject).toBe('New by Mira: “Third”');
  await passHours(48);
  expect(await queueDigests()).toBe(0);
});

test('only what is new and can be bought is told', async () => {
  const artist = await makeArtist();
  const email = newAddress();
  await followByMail(email, artist);
  const again = await publish(artist, 'Published twice');
  await unpublishPost(artist, again);
  await publishPost(artist, again);
  const gone = await publish(artist, 'Unpublished again');
  await unpublishPost(artist, gone);
  const hidden = await publish(artist, 'Hidden before it is sent');
  await passHours(1);
  expect(await queueDigests()).toBe(1);
  await db().post.update({ where: { id: hidden }, data: { hiddenAt: new Date(), hiddenReason: '' } });
  const [mail] = await mailsTo(email);
  expect(mail?.subject).toMatch(/^New by .+: “Published twice”$/);
  expect(mail?.text.match(/Published twice/g)).toHaveLength(1);
});

test('workers that begin at once, and one that is killed after it has queued, tell of a work once', async () => {
  const artist = await makeArtist();
  const email = newAddress();
  await followByMail(email, artist);
  await publish(artist, 'Told once');
  await passHours(1);
  const queued = await Promise.all([queueDigests(), queueDigests(), queueDigests()]);
  expect(queued.reduce((sum, count) => sum + count, 0)).toBe(1);
  // It was killed here; another one begins.
  expect(await queueDigests()).toBe(0);
  const told = (await mailsTo(email)).filter(({ text }) => text.includes('Told once'));
  expect(told).toHaveLength(1);
  expect(await db().message.count({ where: { kind: 'new-works', recipient: email } })).toBe(1);
});

test('each mail ends them with one click, and nothing is stored of who follows nobody', async () => {
  const artist = await makeArtist();
  const email = newAddress();
  const own = await followByMail(email, artist);
  await publish(artist, 'Work');
  await passHours(1);
  await queueDigests();
  const [mail] = await mailsTo(email);
  const url = /<(.+)>/.exec(mail?.unsubscribe.find((line) => /^list-unsubscribe:/i.test(line)) ?? '')?.[1] ?? '';
  expect(url).toBe(`http://localhost:3000/api/unsubscribe?token=${own}`);
  expect(mail?.unsubscribe).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(mail?.text).toContain(`/following?token=${own}`);
  await publish(artist, 'Never told');
  const oneClick = () => unsubscribe(new Request(url, { method: 'POST', body: 'List-Unsubscribe=One-Click' }));
  expect((await oneClick()).status).toBe(200);
  expect(await db().follower.count()).toBe(0);
  expect(await db().message.count({ where: { recipient: email } })).toBe(0);
  expect((await oneClick()).status).toBe(200);
  await passHours(48);
  expect(await queueDigests()).toBe(0);
});

test('one artist can be left, without what was not told of them', async () => {
  const [mira, bo] = [await makeArtist('Mira'), await makeArtist('Bo')];
  const email = newAddress();
  const token = await followByMail(email, mira);
  await followByMail(email, bo);
  await publish(mira, 'Of Mira');
  await publish(bo, 'Of Bo');
  await unfollowArtist({ token }, mira.id);
  await passHours(1);
  await queueDigests();
  expect((await mailsTo(email))[0]?.subject).toBe('New by Bo: “Of Bo”');
  await unfollowArtist({ token }, bo.id);
  expect(await listFollows({ token })).toBeNull();
});

test('mails from before an address and an account became one follower still end them', async () => {
  const [mira, bo] = [await makeArtist(), await makeArtist()];
  const reader = await makeUser();
  await followArtist(reader, bo.username);
  const email = newAddress();
  const former = await followByMail(email, mira);
  await db().user.update({ where: { id: reader.id }, data: { email } });
  await followArtist({ ...reader, email }, mira.username);
  expect(await db().follower.count()).toBe(1);
  expect(await listFollows({ token: former })).toHaveLength(2);
  await unfollowArtist({ token: former }, bo.id);
  expect(await listFollows({ viewer: reader })).toMatchObject([{ username: mira.username }]);
  await unsubscribe(new Request(`http://localhost:3000/api/unsubscribe?token=${former}`, { method: 'POST' }));
  expect(await db().follower.count()).toBe(0);
});

test('an account with a proven address needs no mail, and is one follower with that address', async () => {
  const [mira, bo] = [await makeArtist(), await makeArtist()];
  const reader = await makeUser();
  await db().user.update({ where: { id: reader.id }, data: { emailProvenAt: null } });
  const unproven = { ...reader, isEmailProven: false };
  await expect(followArtist(unproven, mira.username)).rejects.toMatchObject({ code: 'email-unproven' });
  await followByMail(reader.email, mira);
  await db().user.update({ where: { id: reader.id }, data: { emailProvenAt: new Date() } });
  await followArtist(reader, bo.username);
  await followArtist(reader, bo.username);
  expect(await db().follower.findMany({ select: { userId: true, email: true } })).toEqual([
    { userId: reader.id, email: null },
  ]);
  expect((await listFollows({ viewer: reader }))?.map(({ username }) => username)).toEqual([
    mira.username,
    bo.username,
  ]);
  expect(await isFollowing(reader, mira.username)).toBe(true);
  expect(await isFollowing(bo, mira.username)).toBe(false);
  // Its mails go where the account's do by then.
  await db().user.update({ where: { id: reader.id }, data: { email: `new-${reader.email}` } });
  await publish(mira, 'A');
  await passHours(1);
  await queueDigests();
  expect(await mailsTo(`new-${reader.email}`)).toMatchObject([{ subject: expect.stringContaining('“A”') }]);
  await expect(followArtist(mira, mira.username)).rejects.toMatchObject({ code: 'own-artist' });
  await unfollowAll({ viewer: reader });
  expect(await listFollows({ viewer: reader })).toEqual([]);
});

test('asking tells nobody whether an address follows, and an address gets five such mails a day', async () => {
  const artist = await makeArtist();
  const email = newAddress();
  await followByMail(email, artist);
  const before = (await mailsTo(email)).length;
  await requestFollow(email, artist.username, NOBODY);
  expect(await mailsTo(email)).toHaveLength(before);
  await requestFollow(artist.email, artist.username, NOBODY);
  expect(await mailsTo(artist.email)).toEqual([]);
  const others = await Promise.all(Array.from({ length: 7 }, () => makeArtist()));
  for (const { username } of others) await requestFollow(email, username, NOBODY);
  expect(await mailsTo(email)).toHaveLength(5);
  await expect(requestFollow(email, 'nobody-here', NOBODY)).rejects.toMatchObject({ code: 'not-found' });
  const asker = { address: uniqueName('address'), network: null };
  for (let asked = 0; asked < 20; asked++) await requestFollow(email, artist.username, asker);
  await expect(requestFollow(email, artist.username, asker)).rejects.toMatchObject({ code: 'too-many-attempts' });
});

test('what nobody confirmed goes after two days', async () => {
  const artist = await makeArtist();
  const [kept, unconfirmed] = [newAddress(), newAddress()];
  await followByMail(kept, artist);
  await requestFollow(unconfirmed, artist.username, NOBODY);
  await deleteOldFollows();
  expect(await db().follow.count()).toBe(2);
  await db().follow.updateMany({ data: { createdAt: new Date(Date.now() - 49 * 60 * 60 * 1_000) } });
  await deleteOldFollows();
  expect(await db().follower.findMany({ select: { email: true } })).toEqual([{ email: kept }]);
});

test('the queries use indexes', async () => {
  const inIndexes = (query: string) =>
    db().$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      return (await tx.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${query}`))
        .map((row) => row['QUERY PLAN'])
        .join('\n');
    });
  const due = 'SELECT follower_id FROM follow_news WHERE due_at <= now() ORDER BY due_at LIMIT 100';
  expect(await inIndexes(due)).toContain('follow_news_due');
  const of = `SELECT 1 FROM follows WHERE artist_id = '00000000-0000-0000-0000-000000000000' AND confirmed_at IS NOT NULL`;
  expect(await inIndexes(of)).toContain('follows_by_artist');
});
