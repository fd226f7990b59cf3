import { type Exchange, quote } from '#lib/domain/exchange/quote.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { RATES_DAY, RATES_SOURCE, useRates } from '../../support/rates/rates.ts';
import type { SeenWork } from './observe.ts';
import { outcomeOf, type Step, stepWith } from './step.ts';
import type { Shopper, World } from './world.ts';

/** Units for one euro on days that follow each other, round and round. */
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

/** Puts the rates of the first day into use, for a run that begins. */
export const beginRates = () => useRates(DAYS[0] ?? {});

export const newRatesCome: Step = {
  name: 'new rates come',
  applies: () => true,
  run: async (world) => {
    world.ratesOfDay += 1;
    await useRates(DAYS[world.ratesOfDay % DAYS.length] ?? {});
    return 'done';
  },
};

/** In which currency, and by a page of which day. */
export type Sight = { currency: string; page: 'of today' | 'of yesterday' };

export const startsToBuy = (buyer: number, work: number, sight: Sight): Step =>
  stepWith(work, {
    name: `buyer ${buyer + 1}, with a page ${sight.page} in ${sight.currency}, starts to buy work`,
    list: ({ works }) => works,
    act: (world, { id, slug }) =>
      outcomeOf(startCheckout(shopper(world, buyer), slug, amountOn(world, id, sight)), 'checkout'),
    expected: (world, { id }) => expectedStart(world, shopper(world, buyer), id, sight),
    simpler: () => [
      ...(buyer > 0 ? [startsToBuy(0, work, sight)] : []),
      ...(sight.currency !== 'EUR' ? [startsToBuy(buyer, work, { ...sight, currency: 'EUR' })] : []),
    ],
  });

/** What the buyer's page says that the work costs. */
function amountOn(world: World, workId: string, { currency, page }: Sight) {
  const { priceAmount: amount, priceCurrency } = seenWork(world, workId);
  const exchange = exchangeOn(world.ratesOfDay + (page === 'of today' ? 0 : 1));
  return quote({ amount, currency: priceCurrency }, currency, exchange).shown;
}

function shopper({ buyers }: World, number: number): Shopper {
  const buyer = buyers[number % buyers.length];
  if (!buyer) throw new Error('a run has buyers');
  return buyer;
}

function expectedStart(world: World, { viewer, token }: Shopper, workId: string, sight: Sight): string | null {
  const work = seenWork(world, workId);
  if (work.hidden) return 'not-found';
  if (work.status !== 'LISTED') return work.status === 'SOLD' ? 'sold' : 'not-for-sale';
  const own = world.seen.orders.find(
    ({ postId, status, buyerId, buyerToken }) =>
      postId === work.id && status === 'HELD' && (buyerToken === token || (viewer && buyerId === viewer.id)),
  );
  const shown = amountOn(world, workId, sight);
  if (own) {
    // At another amount than he holds it he is led to his order. Without an address Stripe is asked once more, and may
    // find that there is too little time left.
    const isHeldAtThat = own.amount === shown.amount && own.currency === shown.currency;
    return own.checkoutUrl || !isHeldAtThat ? 'checkout' : null;
  }
  const now = amountOn(world, workId, { ...sight, page: 'of today', currency: shown.currency });
  if (shown.amount !== now.amount || shown.currency !== now.currency) return 'price-changed';
  return work.held ? 'being-bought' : 'checkout';
}

export function seenWork({ seen }: World, workId: string): SeenWork {
  const work = seen.works.find(({ id }) => id === workId);
  if (!work) throw new Error(`no work ${workId}`);
  return work;
}
