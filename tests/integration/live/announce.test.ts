import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { announcePost, announceSale, announceTags, LIVE_CHANNEL } from '#lib/live/announce.ts';
import { dedicatedRedis, redisReady } from '#lib/redis.ts';
import { type LiveMessage, liveMessageSchema } from '#lib/schemas/live.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';

const subscriber = dedicatedRedis();
const heard: LiveMessage[] = [];

beforeAll(async () => {
  await redisReady();
  await subscriber.subscribe(LIVE_CHANNEL);
  subscriber.on('message', (_channel, text) => heard.push(liveMessageSchema.parse(JSON.parse(text))));
});

afterAll(() => subscriber.disconnect());

/** Channels know no numbered databases: other files may be heard as well. */
const hear = (matches: (message: LiveMessage) => boolean) =>
  eventually(() => {
    const message = heard.find(matches);
    if (!message) throw new Error('nothing was announced');
    return message;
  });

test('a change of a post names every page that shows it and how it stands now', async () => {
  const artist = await makeUser({ username: 'MixedCase' });
  const post = await makePost({ artistId: artist.id });
  await announcePost(post.id);
  expect(await hear((message) => message.post?.id === post.id)).toEqual({
    tags: ['gallery', `post:${post.slug}`, 'artist:mixedcase'],
    post: { id: post.id, status: 'LISTED', heldUntil: null },
    orderId: null,
  });
});

test('a sale is told to the pages of its order too, with what the database says', async () => {
  const { orderId, postId } = await makeHeldOrder();
  await announceSale({ orderId, postId });
  const { heldUntil } = await db().post.findUniqueOrThrow({ where: { id: postId } });
  expect(await hear((message) => message.orderId === orderId)).toMatchObject({
    post: { id: postId, status: 'LISTED', heldUntil: heldUntil?.toISOString() },
  });
});

test('a deleted post still refreshes the gallery, and tags can go alone', async () => {
  await announceTags(['artist:somebody']);
  const message = await hear(({ tags }) => tags.includes('artist:somebody'));
  expect(message).toEqual({ tags: ['artist:somebody'], post: null, orderId: null });
  heard.length = 0;
  await announcePost('00000000-0000-4000-8000-000000000000');
  await hear(({ tags, post }) => tags.join() === 'gallery' && post === null);
});

test('nothing changed, nothing is said', async () => {
  await announceSale(null);
  await announceTags(['marker:after']);
  await hear(({ tags }) => tags.includes('marker:after'));
  expect(heard.filter(({ tags }) => tags.includes('marker:after'))).toHaveLength(1);
});
