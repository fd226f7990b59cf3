/** Steps in which buyers start a purchase, and in which exchange rates change. */

import { type Exchange, quote } from '#lib/domain/exchange/quote.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { RATES_DAY, RATES_SOURCE, replaceCurrentRates } from '../../support/rates/replace-current-rates.ts';
import type { ObservedOrder, ObservedWork } from './observe.ts';
import { outcomeOf, type Step, stepAbout } from './step.ts';
import { orderOf, sessionsOf } from './stripe-records.ts';
import type { Shopper, World } from './world.ts';

/** Units per euro on successive days, in a cycle. */
const DAYS = [
  { USD: '1.1712', JPY: '181.35', KWD: '0.35987' },
  { USD: '1.1655', JPY: '182.1', KWD: '0.3591' },
];

const exchangeOn = (day: number): Exchange => ({
  source: RATES_SOURCE,
  rates: Object.fromEntries(
    Object.entries(DAYS[day % DAYS.length] ?? {}).map(([code, perEuro]) => [code, { perEuro, day: RATES_DAY }]),
  ),
  ...{ margin: '0', ending: null },
});

/** Stores the rates of the first day, at the start of a run. */
export const setInitialRates = () => replaceCurrentRates(DAYS[0] ?? {});

export const changeRates: Step = {
  name: 'new rates arrive',
  applies: () => true,
  run: async (world) => {
    world.ratesDay += 1;
    await replaceCurrentRates(DAYS[world.ratesDay % DAYS.length] ?? {});
    return 'done';
  },
};

/** The page on which a buyer sees a work: its currency, and whether its rates are those of today or of yesterday. */
export type ViewedPage = { currency: string; page: 'today' | 'yesterday' };

export const startPurchase = (buyer: number, work: number, viewed: ViewedPage): Step =>
  stepAbout(work, {
    name: `buyer ${buyer + 1}, on a page in ${viewed.currency} from ${viewed.page}, starts to buy work`,
    list: ({ works }) => works,
    act: (world, { id, slug }) =>
      outcomeOf(startCheckout(buyerNumber(world, buyer), slug, amountShown(world, id, viewed)), 'checkout'),
    expected: (world, { id }) => expectedOutcome(world, buyerNumber(world, buyer), id, viewed),
    simpler: () => [
      ...(buyer > 0 ? [startPurchase(0, work, viewed)] : []),
      ...(viewed.currency !== 'EUR' ? [startPurchase(buyer, work, { ...viewed, currency: 'EUR' })] : []),
    ],
  });

/** The amount for the work on the buyer's page. */
function amountShown(world: World, workId: string, { currency, page }: ViewedPage) {
  const { priceAmount: amount, priceCurrency } = currentWork(world, workId);
  const exchange = exchangeOn(world.ratesDay + (page === 'today' ? 0 : 1));
  return quote({ amount, currency: priceCurrency }, currency, exchange).shown;
}

function buyerNumber({ buyers }: World, number: number): Shopper {
  const buyer = buyers[number % buyers.length];
  if (!buyer) throw new Error('a run has buyers');
  return buyer;
}

function expectedOutcome(world: World, { viewer, token }: Shopper, workId: string, viewed: ViewedPage): string | null {
  const work = currentWork(world, workId);
  const own = world.observed.orders.find(
    ({ postId, status, buyerId, buyerToken }) =>
      postId === work.id && status === 'HELD' && (buyerToken === token || (viewer && buyerId === viewer.id)),
  );
  // Who holds a hidden work may finish.
  if (work.hidden && !own) return 'not-found';
  if (work.status !== 'LISTED') return work.status === 'SOLD' ? 'sold' : 'not-for-sale';
  const shown = amountShown(world, workId, viewed);
  if (own) {
    // For another amount than the held one the buyer is redirected to the order.
    const isSameAmount = own.amount === shown.amount && own.currency === shown.currency;
    return own.checkoutUrl || !isSameAmount ? 'checkout' : expectedRetry(world, own);
  }
  const current = amountShown(world, workId, { ...viewed, page: 'today', currency: shown.currency });
  if (shown.amount !== current.amount || shown.currency !== current.currency) return 'price-changed';
  return work.held ? 'being-bought' : 'checkout';
}

/** Without a checkout URL Stripe is asked again, whatever the time is. */
function expectedRetry(world: World, { id, sessionId }: ObservedOrder): string | null {
  if (sessionId) return 'try-later';
  const record = sessionsOf(world).find(({ session }) => orderOf(session) === id);
  // What became of a session that has ended depends on whether Stripe still repeats its first reply.
  return !record || record.session.status === 'open' ? 'checkout' : null;
}

export function currentWork({ observed }: World, workId: string): ObservedWork {
  const work = observed.works.find(({ id }) => id === workId);
  if (!work) throw new Error(`no work ${workId}`);
  return work;
}
