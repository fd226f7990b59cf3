/** Inserts accounts, posts, pictures and orders into a test file's database. */

import { randomUUID } from 'node:crypto';
import { db, type Prisma } from '#lib/db.ts';
import { HOLD_MINUTES } from '#lib/domain/sale/sale.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { PostInput } from '#lib/schemas/posts.ts';

let count = 0;
/** A name that is unique in this test file's database. */
export const uniqueName = (prefix: string): string => `${prefix}-${++count}`;

/**
 * Inserts an account without a password, with a proven email; an admin or moderator with a second factor too.
 * @returns it as the viewer that commands expect.
 */
export async function makeUser(changes: Partial<Prisma.UserUncheckedCreateInput> = {}): Promise<Viewer> {
  const username = uniqueName('person');
  const factor = (changes.role === 'ADMIN' || changes.role === 'MODERATOR') && {
    authenticatorApp: { create: confirmedApp() },
  };
  const account = { username, email: `${username}@example.org`, displayName: username, emailProvenAt: new Date() };
  const { emailProvenAt, authenticatorApp, ...viewer } = await db().user.create({
    data: { ...account, ...factor, ...changes },
    select: {
      ...{ id: true, username: true, displayName: true, email: true, emailProvenAt: true, role: true },
      authenticatorApp: { select: { userId: true } },
    },
  });
  return { ...viewer, isEmailProven: emailProvenAt !== null, hasSecondFactor: authenticatorApp !== null };
}

/** An authenticator app whose secret nobody can read: for accounts whose factor is there and not used. */
const confirmedApp = () => ({ secret: new Uint8Array(48), confirmedAt: new Date() });

/** Inserts a session that lasts for an hour. */
export async function makeSession(
  userId: string,
  changes: Partial<Prisma.SessionUncheckedCreateInput> = {},
): Promise<SessionRef> {
  const expiresAt = new Date(Date.now() + 60 * 60 * 1_000);
  const { id } = await db().session.create({ data: { userId, expiresAt, ...changes }, select: { id: true } });
  return { userId, sessionId: id };
}

/** Inserts a picture; with `postId` null it has been uploaded but is not part of a work yet. */
export function makePicture(ownerId: string, postId: string | null = null, alt = 'A picture'): Promise<{ id: string }> {
  const key = randomUUID().replaceAll('-', '').repeat(2);
  return db().postImage.create({
    data: { ownerId, postId, alt, key, width: 400, height: 300, widths: [320, 400], placeholder: 'data:,' },
    select: { id: true },
  });
}

export type CreatedPost = Prisma.PostGetPayload<object>;

/** Inserts a published post by a new artist, with one picture and a price of 120 euros. */
export async function makePost(changes: Partial<Prisma.PostUncheckedCreateInput> = {}): Promise<CreatedPost> {
  const artistId = changes.artistId ?? (await makeUser()).id;
  const slug = uniqueName('work');
  const post = await db().post.create({
    data: {
      slug,
      title: `Study ${slug}`,
      priceAmount: 12_000,
      priceCurrency: 'EUR',
      status: 'LISTED',
      listedAt: new Date(),
      ...(changes.status === 'SOLD' && { soldAt: new Date() }),
      ...changes,
      artistId,
    },
  });
  await makePicture(artistId, post.id);
  return post;
}

export type HeldOrder = { orderId: string; postId: string; sessionId: string };

/** Inserts an order whose buyer is on Stripe's payment page: the post is held and the session known. */
export async function makeHeldOrder({
  post,
  ...changes
}: { post?: CreatedPost } & Partial<Prisma.OrderUncheckedCreateInput> = {}): Promise<HeldOrder> {
  const { id: postId, priceAmount, priceCurrency } = post ?? (await makePost());
  const heldUntil = new Date(Date.now() + HOLD_MINUTES * 60_000);
  const sessionId = `cs_test_${randomUUID().replaceAll('-', '')}`;
  const checkoutUrl = `http://localhost:4242/c/pay/${sessionId}`;
  const price = { amount: priceAmount, currency: priceCurrency, priceAmount, priceCurrency };
  await db().post.update({ where: { id: postId }, data: { heldUntil } });
  const order = await db().order.create({
    data: {
      ...{ postId, heldUntil, sessionId, buyerToken: randomUUID(), buyerEmail: 'ada@example.org', ...price },
      checkoutUrl: changes.sessionId === null ? null : checkoutUrl,
      ...changes,
    },
    select: { id: true },
  });
  return { orderId: order.id, postId, sessionId };
}

/** A valid post form, as commands receive it after parsing. */
export function postInput(changes: Partial<PostInput> = {}): PostInput {
  return {
    title: 'Harbour in fog',
    description: 'Oil on canvas.',
    content: 'Painted in one morning.',
    price: { amount: 12_000, currency: 'EUR' },
    tags: ['sea'],
    medium: 'Oil',
    year: 2024,
    dimensions: null,
    pictures: [],
    ...changes,
  };
}

/** The state of a sale: its order, its post and whether the post is held. */
export async function saleState({ orderId }: { orderId: string }) {
  const order = await db().order.findUniqueOrThrow({ where: { id: orderId }, include: { post: true } });
  const { status, flag, post } = order;
  return { order: status, flag, post: post.status, held: post.heldUntil !== null, sold: post.soldAt !== null };
}
