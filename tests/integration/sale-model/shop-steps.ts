/** Steps of the buyer, the artist and the admin in the shop. */

import { db } from '#lib/db.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { postInput } from '../../support/database/factories.ts';
import { currentWork } from './buying-steps.ts';
import type { ObservedOrder, ObservedWork } from './observe.ts';
import { outcomeOf, type Step, stepAbout } from './step.ts';
import { sessionsOf } from './stripe-records.ts';
import type { World } from './world.ts';

const worksOf = ({ works }: World) => works;
const ordersOf = ({ observed }: World) => observed.orders;
const isTaken = (work: ObservedWork): boolean => work.held || work.status === 'SOLD';

export const cancelOrder = (order: number): Step =>
  stepAbout(order, {
    name: 'the buyer cancels order',
    list: ordersOf,
    act: (_, { id }) => outcomeOf(cancelCheckout(id)),
    expected: expectedCancel,
  });

function expectedCancel(world: World, { status, sessionId }: ObservedOrder): string {
  if (status !== 'HELD') return 'done';
  if (!sessionId) return 'try-later';
  const record = sessionsOf(world).find(({ id }) => id === sessionId);
  return record?.session.status === 'complete' ? 'checkout-paid' : 'done';
}

export const refundOrder = (order: number): Step =>
  stepAbout(order, {
    name: 'the artist refunds order',
    list: ({ observed }) => observed.orders.filter(({ paymentIntentId }) => paymentIntentId !== null),
    act: ({ artist }, { id }) => outcomeOf(requestRefund(artist, id)),
    expected: (_, { status, refundRequested }) => (status === 'PAID' || refundRequested ? 'done' : 'not-refundable'),
  });

export const changePrice = (work: number, amount: number): Step =>
  stepAbout(work, {
    name: `the artist sets the price to ${amount} for work`,
    list: worksOf,
    act: (world, { id, pictureId }) => {
      const price = { amount, currency: currentWork(world, id).priceCurrency };
      const pictures = [{ id: pictureId, alt: '' }];
      return outcomeOf(updatePost(world.artist, id, postInput({ price, pictures })));
    },
    expected: (world, { id }) => (isTaken(currentWork(world, id)) ? 'held-or-sold' : 'done'),
  });

export const unpublishWork = (work: number): Step =>
  stepAbout(work, {
    name: 'the artist unpublishes work',
    list: worksOf,
    act: ({ artist }, { id }) => outcomeOf(unpublishPost(artist, id)),
    expected: (world, { id }) => (isTaken(currentWork(world, id)) ? 'held-or-sold' : 'done'),
  });

export const publishWork = (work: number): Step =>
  stepAbout(work, {
    name: 'the artist publishes work',
    list: ({ works, observed }) => works.filter((_, index) => observed.works[index]?.status !== 'LISTED'),
    act: ({ artist }, { id }) => outcomeOf(publishPost(artist, id)),
    expected: (world, { id }) => (currentWork(world, id).status === 'SOLD' ? 'held-or-sold' : 'done'),
  });

export const hideWork = (work: number): Step => moderateWork('hide', work);
export const showWork = (work: number): Step => moderateWork('show', work);

const moderateWork = (action: 'hide' | 'show', work: number): Step =>
  stepAbout(work, {
    name: `an admin ${action}s work`,
    list: ({ observed }) => observed.works.filter(({ hidden }) => hidden === (action === 'show')),
    act: (_, { id }) => db().$executeRaw`
      UPDATE posts SET hidden_at = CASE WHEN ${action === 'hide'} THEN now() END WHERE id = ${id}::uuid`,
  });
