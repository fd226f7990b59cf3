/** The invariants of a sale that hold after every step. */

import { currencyDigits, currencyStep } from '#lib/domain/money/currencies.ts';
import type { ObservedEntry } from './observe.ts';
import { expectedEntries, isProcessing, orderOf, paymentsOf, refundsOf, sessionsOf } from './stripe-records.ts';
import type { World } from './world.ts';

const HOLDING: readonly string[] = ['HELD', 'PROCESSING'];
const SOLD: readonly string[] = ['PAID', 'DISPUTED'];

/** Checks what must be true after every step. @returns a sentence for each violation. */
export function brokenInvariants(world: World): string[] {
  const withoutOrder = world.observed.events.filter(
    ({ outcome, orderId }) => outcome === 'applied' && orderId === null,
  );
  return [
    ...brokenWorks(world),
    ...brokenAmounts(world),
    ...brokenSessions(world),
    ...brokenMoney(world),
    ...brokenLedger(world),
    ...withoutOrder.map(({ type }) => `${type} is recorded as applied but has no order`),
  ];
}

function brokenWorks({ observed }: World): string[] {
  return observed.works.flatMap((work, index) => {
    const orders = observed.orders.filter(({ postId }) => postId === work.id);
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
        `${name} has changed its price while it was held`,
      ),
    ];
  });
}

/** The amount of an order depends only on its price and its recorded rate, not on the current rates. */
function brokenAmounts(world: World): string[] {
  return world.observed.orders.flatMap(({ id, amount, currency, priceAmount, priceCurrency, rate }) => {
    const step = currencyStep(currency);
    const exact = (priceAmount * Number(rate) * 10 ** currencyDigits(currency)) / 10 ** currencyDigits(priceCurrency);
    // Half a step plus the floating-point error.
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
    const order = world.observed.orders.find(({ id }) => id === orderOf(session));
    const name = `the session of ${world.nameOf(order?.id)}`;
    if (!order) return [`${name} exists only at Stripe`];
    const canBePaid = session.status === 'open' || isProcessing(world, record);
    return [
      ...unless(
        !canBePaid || HOLDING.includes(order.status),
        `${name} can still be paid, but the order is ${order.status}`,
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
  return world.observed.orders.flatMap((order) => {
    const name = world.nameOf(order.id);
    const paid = payments.filter((charge) => orderOf(charge) === order.id);
    const refunded = refunds.filter(({ charge }) => paid.some(({ id }) => id === charge));
    const total = refunded.reduce((sum, { amount }) => sum + amount, 0);
    const byShop = refunded.filter((refund) => orderOf(refund) === order.id).length;
    return [
      ...unless(paid.length <= 1, `${name} was paid ${paid.length} times`),
      ...unless(
        !SOLD.includes(order.status) || paid.length === 1,
        `${name} is ${order.status} but Stripe has no payment`,
      ),
      ...unless(
        paid.every(({ amount }) => amount === order.amount),
        `${name} was charged another amount`,
      ),
      ...unless(total <= order.amount, `${total} of ${order.amount} of ${name} was refunded`),
      ...unless(byShop <= 1, `the shop refunded ${name} ${byShop} times`),
      ...unless(
        byShop === 0 || order.refundRequested || !SOLD.includes(order.status),
        `${name} was refunded without a request`,
      ),
    ];
  });
}

/** The ledger may lag behind Stripe, but has no entry that Stripe lacks, and every transaction and order balances. */
function brokenLedger(world: World): string[] {
  const atStripe = new Set(expectedEntries(world).map(entryKey));
  const { entries } = world.observed;
  return [
    ...entries
      .filter((entry) => !atStripe.has(entryKey(entry)))
      .map((entry) => `the ledger has ${entryKey(entry)}, but Stripe does not`),
    ...unbalanced(entries, ({ key, currency }) => `transaction ${key} in ${currency}`),
    ...unbalanced(entries, ({ orderId, currency }) => `${world.nameOf(orderId)} in ${currency}`),
  ];
}

/** An entry as a string, for comparison. */
export const entryKey = ({ key, orderId, account, currency, amount }: ObservedEntry): string =>
  `${key} ${orderId} ${account} ${amount} ${currency}`;

function unbalanced(entries: ObservedEntry[], groupOf: (entry: ObservedEntry) => string): string[] {
  const sums = new Map<string, number>();
  for (const entry of entries) sums.set(groupOf(entry), (sums.get(groupOf(entry)) ?? 0) + entry.amount);
  return [...sums].filter(([, sum]) => sum !== 0).map(([group, sum]) => `the ledger of ${group} sums to ${sum}`);
}

const unless = (holds: boolean, violation: string): string[] => (holds ? [] : [violation]);
