import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { announcePost, announceSale, announceTags, LIVE_CHANNEL } from '#lib/live/announce.ts';
import { dedicatedRedis, waitForRedis } from '#lib/redis.ts';
import { type LiveMessage, liveMessageSchema } from '#lib/schemas/live.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';

const subscriber = dedicatedRedis();
const messages: LiveMessage[] = [];

beforeAll(async () => {
  await waitForRedis();
  await subscriber.subscribe(LIVE_CHANNEL);
  subscriber.on('message', (_channel, text) => messages.push(liveMessageSchema.parse(JSON.parse(text))));
});

afterAll(() => subscriber.disconnect());

/** Redis databases share their channels, so messages of other test files may arrive as well. */
const untilAnnounced = (matches: (message: LiveMessage) => boolean) =>
  eventually(() => {
    const message = messages.find(matches);
    if (!message) throw new Error('nothing was announced');
    return message;
  });

test('a change of a post names the tags of every page that shows it, and its current state', async () => {
  const artist = await makeUser({ username: 'MixedCase' });
  const post = await makePost({ artistId: artist.id });
  await announcePost(post.id);
  expect(await untilAnnounced((message) => message.post?.id === post.id)).toEqual({
    tags: ['gallery', `post:${post.slug}`, 'artist:mixedcase'],
    post: { id: post.id, status: 'LISTED', heldUntil: null },
    orderId: null,
  });
});

test('a sale is also announced to the pages of its order, with the state in the database', async () => {
  const { orderId, postId } = await makeHeldOrder();
  await announceSale({ orderId, postId });
  const { heldUntil } = await db().post.findUniqueOrThrow({ where: { id: postId } });
  expect(await untilAnnounced((message) => message.orderId === orderId)).toMatchObject({
    post: { id: postId, status: 'LISTED', heldUntil: heldUntil?.toISOString() },
  });
});

test('a deleted post still refreshes the gallery, and tags can be announced alone', async () => {
  await announceTags(['artist:somebody']);
  const message = await untilAnnounced(({ tags }) => tags.includes('artist:somebody'));
  expect(message).toEqual({ tags: ['artist:somebody'], post: null, orderId: null });
  messages.length = 0;
  await announcePost('00000000-0000-4000-8000-000000000000');
  await untilAnnounced(({ tags, post }) => tags.join() === 'gallery' && post === null);
});

test('without a change nothing is announced', async () => {
  await announceSale(null);
  await announceTags(['marker:after']);
  await untilAnnounced(({ tags }) => tags.includes('marker:after'));
  expect(messages.filter(({ tags }) => tags.includes('marker:after'))).toHaveLength(1);
});
