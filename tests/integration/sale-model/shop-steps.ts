import { db } from '#lib/db.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { postInput } from '../../support/database/factories.ts';
import { seenWork } from './buying-steps.ts';
import type { SeenOrder, SeenWork } from './observe.ts';
import { outcomeOf, type Step, stepWith } from './step.ts';
import { sessionsOf } from './stripe-view.ts';
import type { World } from './world.ts';

const worksOf = ({ works }: World) => works;
const ordersOf = ({ seen }: World) => seen.orders;
const isTaken = (work: SeenWork): boolean => work.held || work.status === 'SOLD';

export const cancels = (order: number): Step =>
  stepWith(order, {
    name: 'the buyer cancels order',
    list: ordersOf,
    act: (_, { id }) => outcomeOf(cancelCheckout(id)),
    expected: expectedCancel,
  });

function expectedCancel(world: World, { status, sessionId }: SeenOrder): string {
  if (status !== 'HELD') return 'done';
  if (!sessionId) return 'try-later';
  const record = sessionsOf(world).find(({ id }) => id === sessionId);
  return record?.session.status === 'complete' ? 'checkout-paid' : 'done';
}

export const asksForRefund = (order: number): Step =>
  stepWith(order, {
    name: 'the artist gives the money back for order',
    list: ({ seen }) => seen.orders.filter(({ paymentIntentId }) => paymentIntentId !== null),
    act: ({ artist }, { id }) => outcomeOf(requestRefund(artist, id)),
    expected: (_, { status, refundRequested }) => (status === 'PAID' || refundRequested ? 'done' : 'not-refundable'),
  });

export const changesPrice = (work: number, amount: number): Step =>
  stepWith(work, {
    name: `the artist asks ${amount} for work`,
    list: worksOf,
    act: (world, { id, pictureId }) => {
      const price = { amount, currency: seenWork(world, id).priceCurrency };
      const pictures = [{ id: pictureId, alt: '' }];
      return outcomeOf(updatePost(world.artist, id, postInput({ price, pictures })));
    },
    expected: (world, { id }) => (isTaken(seenWork(world, id)) ? 'held-or-sold' : 'done'),
  });

export const takesDown = (work: number): Step =>
  stepWith(work, {
    name: 'the artist takes down work',
    list: worksOf,
    act: ({ artist }, { id }) => outcomeOf(unpublishPost(artist, id)),
    expected: (world, { id }) => (isTaken(seenWork(world, id)) ? 'held-or-sold' : 'done'),
  });

export const putsUp = (work: number): Step =>
  stepWith(work, {
    name: 'the artist lists work',
    list: ({ works, seen }) => works.filter((_, index) => seen.works[index]?.status !== 'LISTED'),
    act: ({ artist }, { id }) => outcomeOf(publishPost(artist, id)),
    expected: (world, { id }) => (seenWork(world, id).status === 'SOLD' ? 'held-or-sold' : 'done'),
  });

export const hides = (work: number): Step => moderates('hides', work);
export const shows = (work: number): Step => moderates('shows', work);

const moderates = (what: 'hides' | 'shows', work: number): Step =>
  stepWith(work, {
    name: `a moderator ${what} work`,
    list: ({ seen }) => seen.works.filter(({ hidden }) => hidden === (what === 'shows')),
    act: (_, { id }) => db().$executeRaw`
      UPDATE posts SET hidden_at = CASE WHEN ${what === 'hides'} THEN now() END WHERE id = ${id}::uuid`,
  });
