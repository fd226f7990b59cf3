import { db } from '#lib/db.ts';
import { cancelCheckout } from '#lib/orders/cancel-checkout.ts';
import { requestRefund } from '#lib/orders/request-refund.ts';
import { startCheckout } from '#lib/orders/start-checkout.ts';
import { listPost } from '#lib/posts/list-post.ts';
import { unlistPost } from '#lib/posts/unlist-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { postInput } from '../../support/factories.ts';
import type { SeenOrder, SeenWork } from './observe.ts';
import { outcomeOf, type Step, stepWith } from './step.ts';
import { sessionsOf } from './stripe-view.ts';
import type { Shopper, World } from './world.ts';

const worksOf = ({ works }: World) => works;
const ordersOf = ({ seen }: World) => seen.orders;
const seenWork = ({ seen }: World, workId: string): SeenWork => {
  const work = seen.works.find(({ id }) => id === workId);
  if (!work) throw new Error(`no work ${workId}`);
  return work;
};
const isTaken = (work: SeenWork): boolean => work.held || work.status === 'SOLD';

export const startsToBuy = (buyer: number, work: number): Step =>
  stepWith(work, {
    name: `buyer ${buyer + 1} starts to buy work`,
    list: worksOf,
    act: (world, { id, slug }) => {
      const { priceAmount: amount, priceCurrency: currency } = seenWork(world, id);
      return outcomeOf(startCheckout(shopper(world, buyer), slug, { amount, currency }), 'checkout');
    },
    expected: (world, { id }) => expectedStart(world, shopper(world, buyer), seenWork(world, id)),
    simpler: () => (buyer > 0 ? [startsToBuy(0, work)] : []),
  });

function shopper({ buyers }: World, number: number): Shopper {
  const buyer = buyers[number % buyers.length];
  if (!buyer) throw new Error('a run has buyers');
  return buyer;
}

function expectedStart({ seen }: World, { viewer, token }: Shopper, work: SeenWork): string | null {
  if (work.hidden) return 'not-found';
  if (work.status !== 'LISTED') return work.status === 'SOLD' ? 'sold' : 'not-for-sale';
  if (!work.held) return 'checkout';
  const own = seen.orders.find(
    ({ postId, status, buyerId, buyerToken }) =>
      postId === work.id && status === 'HELD' && (buyerToken === token || (viewer && buyerId === viewer.id)),
  );
  if (!own) return 'being-bought';
  // Without an address Stripe is asked once more, and may find that there is too little time left.
  return own.checkoutUrl ? 'checkout' : null;
}

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
    act: ({ artist }, { id }) => outcomeOf(unlistPost(artist, id)),
    expected: (world, { id }) => (isTaken(seenWork(world, id)) ? 'held-or-sold' : 'done'),
  });

export const putsUp = (work: number): Step =>
  stepWith(work, {
    name: 'the artist lists work',
    list: ({ works, seen }) => works.filter((_, index) => seen.works[index]?.status !== 'LISTED'),
    act: ({ artist }, { id }) => outcomeOf(listPost(artist, id)),
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
