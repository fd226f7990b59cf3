import { cancelCheckout } from '#lib/orders/cancel-checkout.ts';
import { requestRefund } from '#lib/orders/request-refund.ts';
import { startCheckout } from '#lib/orders/start-checkout.ts';
import { db } from '#lib/db.ts';
import { listPost } from '#lib/posts/list-post.ts';
import { unlistPost } from '#lib/posts/unlist-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { postInput } from '../../support/factories.ts';
import type { SeenOrder, SeenWork } from './observe.ts';
import { outcomeOf, pick, type Step, stepWith } from './step.ts';
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
  stepWith(
    `buyer ${buyer + 1} starts to buy work`,
    worksOf,
    work,
    (world, { id, slug }) => {
      const { priceAmount: amount, priceCurrency: currency } = seenWork(world, id);
      return outcomeOf(startCheckout(shopper(world, buyer), slug, { amount, currency }), 'checkout');
    },
    (world, { id }) => expectedStart(world, shopper(world, buyer), seenWork(world, id)),
  );

function shopper({ buyers }: World, number: number): Shopper {
  const buyer = pick(buyers, number);
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
  stepWith(
    'the buyer cancels order',
    ordersOf,
    order,
    (_, { id }) => outcomeOf(cancelCheckout(id)),
    (world, order) => expectedCancel(world, order),
  );

function expectedCancel(world: World, { status, sessionId }: SeenOrder): string {
  if (status !== 'HELD') return 'done';
  if (!sessionId) return 'try-later';
  const record = sessionsOf(world).find(({ id }) => id === sessionId);
  return record?.session.status === 'complete' ? 'checkout-paid' : 'done';
}

export const asksForRefund = (order: number): Step =>
  stepWith(
    'the artist gives the money back for order',
    ordersOf,
    order,
    ({ artist }, { id }) => outcomeOf(requestRefund(artist, id)),
    (_, { status }) => (status === 'PAID' ? 'done' : 'not-refundable'),
  );

export const changesPrice = (work: number, amount: number): Step =>
  stepWith(
    `the artist asks ${amount} for work`,
    worksOf,
    work,
    (world, { id, pictureId }) => {
      const price = { amount, currency: seenWork(world, id).priceCurrency };
      const pictures = [{ id: pictureId, alt: '' }];
      return outcomeOf(updatePost(world.artist, id, postInput({ price, pictures })));
    },
    (world, { id }) => (isTaken(seenWork(world, id)) ? 'held-or-sold' : 'done'),
  );

export const takesDown = (work: number): Step =>
  stepWith(
    'the artist takes down work',
    worksOf,
    work,
    ({ artist }, { id }) => outcomeOf(unlistPost(artist, id)),
    (world, { id }) => (isTaken(seenWork(world, id)) ? 'held-or-sold' : 'done'),
  );

export const putsUp = (work: number): Step =>
  stepWith(
    'the artist lists work',
    worksOf,
    work,
    ({ artist }, { id }) => outcomeOf(listPost(artist, id)),
    (world, { id }) => (seenWork(world, id).status === 'SOLD' ? 'held-or-sold' : 'done'),
  );

export const hides = (work: number): Step =>
  stepWith('a moderator hides or shows work', worksOf, work, async (_, { id }) => {
    await db().$executeRaw`
      UPDATE posts SET hidden_at = CASE WHEN hidden_at IS NULL THEN now() END WHERE id = ${id}::uuid`;
  });
