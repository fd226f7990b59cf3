import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { closeDueAccounts } from '#lib/leaving/close-account.ts';
import { requestClosing } from '#lib/leaving/request-closing.ts';
import { undoClosing } from '#lib/leaving/undo-closing.ts';
import { placeHold } from '#lib/orders/checkout/place-hold.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { makeDue } from './leaving-fixture.ts';

await waitForRedis();

const ROUNDS = 25;
const PRICE = { amount: 12_000, currency: 'EUR' };
const quote = { shown: PRICE, price: PRICE, rate: '1', day: null, source: null, ending: null } as never;

/** What became of a hold: its order's id, or null. */
const hold = (viewer: Awaited<ReturnType<typeof makeUser>> | null, postId: string, token: string) =>
  placeHold({ viewer, token, address: null }, postId, quote).catch((error) => {
    if (error instanceof ExpectedError) return null;
    throw error;
  });
const isClosing = async (id: string) =>
  (await db().user.findUniqueOrThrow({ where: { id }, select: { closesAt: true } })).closesAt !== null;

test('of a hold on a work and its artist leaving at the same moment, one happens', async () => {
  const outcomes = { held: 0, closing: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const artist = await makeUser();
    const posts = [await makePost({ artistId: artist.id }), await makePost({ artistId: artist.id })];
    const [, ...holds] = await Promise.all([
      requestClosing(artist),
      ...posts.map(({ id }, index) => hold(null, id, `race-a-${round}-${index}`)),
    ]);
    const held = holds.filter((id) => id !== null).length;
    expect((await isClosing(artist.id)) && held > 0, `round ${round}`).toBe(false);
    const listed = await db().post.count({ where: { artistId: artist.id, status: 'LISTED' } });
    expect(listed).toBe((await isClosing(artist.id)) ? 0 : 2);
    outcomes[held > 0 ? 'held' : 'closing']++;
  }
  expect(outcomes.held + outcomes.closing).toBe(ROUNDS);
});

test('of a purchase and its buyer leaving at the same moment, one happens', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const buyer = await makeUser();
    const post = await makePost();
    const [orderId] = await Promise.all([hold(buyer, post.id, `race-b-${round}`), requestClosing(buyer)]);
    expect((await isClosing(buyer.id)) && orderId !== null, `round ${round}`).toBe(false);
    const { heldUntil } = await db().post.findUniqueOrThrow({ where: { id: post.id } });
    expect(heldUntil !== null).toBe(orderId !== null);
  }
});

test('two who buy from each other while both leave do not block each other', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [one, two] = [await makeUser(), await makeUser()];
    const [ofOne, ofTwo] = [await makePost({ artistId: one.id }), await makePost({ artistId: two.id })];
    await Promise.all([
      requestClosing(one),
      hold(one, ofTwo.id, `race-c-${round}`),
      hold(two, ofOne.id, `race-d-${round}`),
      requestClosing(two),
    ]);
    for (const person of [one, two]) {
      const open = await db().order.count({
        where: { status: 'HELD', OR: [{ buyerId: person.id }, { post: { artistId: person.id } }] },
      });
      expect((await isClosing(person.id)) && open > 0, `round ${round}`).toBe(false);
    }
  }
});

test('publishing while leaving leaves nothing in the gallery', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const artist = await makeUser();
    const draft = await makePost({ artistId: artist.id, status: 'DRAFT' });
    await Promise.allSettled([publishPost(artist, draft.id), requestClosing(artist)]);
    expect(await isClosing(artist.id)).toBe(true);
    expect(await db().post.count({ where: { artistId: artist.id, status: 'LISTED' } })).toBe(0);
  }
});

test('of undoing and the end at the same moment, one happens', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const artist = await makeUser();
    const post = await makePost({ artistId: artist.id });
    await requestClosing(artist);
    await makeDue(artist.id);
    const [undone] = await Promise.allSettled([undoClosing(artist), closeDueAccounts()]);
    const { closedAt, closesAt } = await db().user.findUniqueOrThrow({ where: { id: artist.id } });
    if (undone.status === 'fulfilled') {
      expect({ closedAt, closesAt }).toEqual({ closedAt: null, closesAt: null });
      expect(await db().post.findUnique({ where: { id: post.id } })).toMatchObject({ status: 'LISTED' });
    } else {
      expect(undone.reason).toMatchObject({ code: 'signed-out' });
      expect(await db().post.findUnique({ where: { id: post.id } })).toBeNull();
    }
  }
});
