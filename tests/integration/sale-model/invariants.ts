import { currencyDigits, currencyStep } from '#lib/domain/money/currencies.ts';
import type { SeenEntry } from './observe.ts';
import { entriesAtStripe, isUnderWay, orderOf, paymentsOf, refundsOf, sessionsOf } from './stripe-view.ts';
import type { World } from './world.ts';

const HOLDING: readonly string[] = ['HELD', 'PROCESSING'];
const SOLD: readonly string[] = ['PAID', 'DISPUTED'];

/** What must be true at every moment, whatever has happened. @returns a sentence for each thing that is not. */
export function brokenInvariants(world: World): string[] {
  const half = world.seen.events.filter(({ outcome, orderId }) => outcome === 'applied' && orderId === null);
  return [
    ...brokenWorks(world),
    ...brokenAmounts(world),
    ...brokenSessions(world),
    ...brokenMoney(world),
    ...brokenLedger(world),
    ...half.map(({ type }) => `${type} is noted, and what it does is not`),
  ];
}

function brokenWorks({ seen }: World): string[] {
  return seen.works.flatMap((work, index) => {
    const orders = seen.orders.filter(({ postId }) => postId === work.id);
    const holding = orders.filter(({ status }) => HOLDING.includes(status));
    const sold = orders.filter(({ status }) => SOLD.includes(status));
    const name = `work ${index + 1}`;
    const [hold] = holding;
    return [
      ...unless(holding.length + sold.length <= 1, `${name} has ${holding.length + sold.length} live orders`),
      ...unless(
        (work.status === 'SOLD') === (sold.length === 1),
        `${name} is ${work.status} with ${sold.length} paid orders`,
      ),
      ...unless(
        work.held === (holding.length === 1),
        `${name} is ${work.held ? '' : 'not '}held with ${holding.length} orders that hold it`,
      ),
      ...unless(
        !hold || (hold.priceAmount === work.priceAmount && hold.priceCurrency === work.priceCurrency),
        `${name} has changed its price while it is held`,
      ),
    ];
  });
}

/** The amount of an order follows from its price and its rate alone, whatever the rates are by now. */
function brokenAmounts(world: World): string[] {
  return world.seen.orders.flatMap(({ id, amount, currency, priceAmount, priceCurrency, rate }) => {
    const step = currencyStep(currency);
    const exact = (priceAmount * Number(rate) * 10 ** currencyDigits(currency)) / 10 ** currencyDigits(priceCurrency);
    // Half a step, and what a floating-point number leaves out.
    const isRounded = amount % step === 0 && Math.abs(amount - exact) <= step / 2 + 1e-6;
    return unless(
      isRounded,
      `${world.nameOf(id)} charges ${amount} ${currency} for ${priceAmount} ${priceCurrency} at ${rate}`,
    );
  });
}

function brokenSessions(world: World): string[] {
  return sessionsOf(world).flatMap((record) => {
    const { session } = record;
    const order = world.seen.orders.find(({ id }) => id === orderOf(session));
    const name = `the session of ${world.nameOf(order?.id)}`;
    if (!order) return [`${name} is at Stripe`];
    const canBePaid = session.status === 'open' || isUnderWay(world, record);
    return [
      ...unless(
        !canBePaid || HOLDING.includes(order.status),
        `${name} can still be paid, and the order is ${order.status}`,
      ),
      ...unless(
        session.amount_total === order.amount && session.currency?.toUpperCase() === order.currency,
        `${name} asks for ${session.amount_total} ${session.currency}, not ${order.amount} ${order.currency}`,
      ),
      ...unless(
        order.sessionId === null || order.sessionId === session.id,
        `${world.nameOf(order.id)} has two sessions`,
      ),
    ];
  });
}

function brokenMoney(world: World): string[] {
  const payments = paymentsOf(world);
  const refunds = refundsOf(world).filter(({ status }) => status !== 'failed');
  return world.seen.orders.flatMap((order) => {
    const name = world.nameOf(order.id);
    const paid = payments.filter((charge) => orderOf(charge) === order.id);
    const back = refunds.filter(({ charge }) => paid.some(({ id }) => id === charge));
    const given = back.reduce((sum, { amount }) => sum + amount, 0);
    const ours = back.filter((refund) => orderOf(refund) === order.id).length;
    return [
      ...unless(paid.length <= 1, `${name} was paid ${paid.length} times`),
      ...unless(
        !SOLD.includes(order.status) || paid.length === 1,
        `${name} is ${order.status} and Stripe has no payment`,
      ),
      ...unless(
        paid.every(({ amount }) => amount === order.amount),
        `${name} was charged another amount`,
      ),
      ...unless(given <= order.amount, `${given} of ${order.amount} of ${name} went back`),
      ...unless(ours <= 1, `we gave the money of ${name} back ${ours} times`),
      ...unless(
        ours === 0 || order.refundRequested || !SOLD.includes(order.status),
        `${name} was given back and nobody asked for it`,
      ),
    ];
  });
}

/** The ledger may be behind Stripe, but says nothing that did not happen, and every movement and order sums to zero. */
function brokenLedger(world: World): string[] {
  const atStripe = new Set(entriesAtStripe(world).map(words));
  const { entries } = world.seen;
  return [
    ...entries
      .filter((entry) => !atStripe.has(words(entry)))
      .map((entry) => `the ledger says ${words(entry)}, and Stripe does not`),
    ...unbalanced(entries, ({ key, currency }) => `movement ${key} in ${currency}`),
    ...unbalanced(entries, ({ orderId, currency }) => `${world.nameOf(orderId)} in ${currency}`),
  ];
}

/** An entry as one text, to compare it with another. */
export const words = ({ key, orderId, account, currency, amount }: SeenEntry): string =>
  `${key} ${orderId} ${account} ${amount} ${currency}`;

function unbalanced(entries: SeenEntry[], groupOf: (entry: SeenEntry) => string): string[] {
  const sums = new Map<string, number>();
  for (const entry of entries) sums.set(groupOf(entry), (sums.get(groupOf(entry)) ?? 0) + entry.amount);
  return [...sums].filter(([, sum]) => sum !== 0).map(([group, sum]) => `the ledger of ${group} sums to ${sum}`);
}

const unless = (holds: boolean, otherwise: string): string[] => (holds ? [] : [otherwise]);
