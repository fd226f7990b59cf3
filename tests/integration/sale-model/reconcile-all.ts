import { settleSession } from '../../../dev/stripe/payments/pay-session.ts';
import { settleRefund } from '../../../dev/stripe/payments/refund-charge.ts';
import { runClocks } from '../../../dev/stripe/payments/run-clocks.ts';
import { brokenInvariants, words } from './invariants.ts';
import { stepClock } from './movable-clock.ts';
import type { SeenOrder } from './observe.ts';
import { withHistory } from './step.ts';
import { disputesOf, entriesAtStripe, isUnderWay, orderOf, paymentsOf, refundsOf, sessionsOf } from './stripe-view.ts';
import { TASKS } from './worker-steps.ts';
import type { World } from './world.ts';

/** Longer than a hold, its grace and the longest pause between two tries of a refund. */
const ROUND_SECONDS = 2 * 60 * 60;
const MAX_ROUNDS = 8;

/**
 * The banks make up their minds, time passes, no webhook comes any more, and the worker's tasks bring every sale
 * to its end. @throws with all that is not as it has to be then.
 */
export async function reconcileAll(world: World): Promise<void> {
  const { standIn } = world.stripe;
  standIn.refundStatus = 'succeeded';
  for (const record of sessionsOf(world)) if (isUnderWay(world, record)) settleSession(standIn, record, 'succeeded');
  for (const refund of refundsOf(world)) if (refund.status === 'pending') settleRefund(standIn, refund, 'succeeded');
  let wrong: string[] = [];
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    await stepClock(ROUND_SECONDS);
    runClocks(standIn);
    const failures: string[] = [];
    // The worker notes a task that failed and tries again later.
    for (const run of Object.values(TASKS)) await run().catch((error) => failures.push(String(error)));
    await world.look();
    const broken = brokenInvariants(world);
    if (broken.length > 0) throw withHistory(world, new Error(broken.join('\n')), 'the reconciler alone');
    wrong = [...failures, ...notHome(world)];
    if (wrong.length === 0) return;
  }
  throw withHistory(world, new Error(wrong.join('\n')), 'the reconciler alone, at its end');
}

function notHome(world: World): string[] {
  const inLedger = new Set(world.seen.entries.map(words));
  return [
    ...world.seen.orders.flatMap((order) => {
      if (order.flag) return [];
      return [...wrongEnd(world, order), ...wrongMessages(order)].map((what) => `${world.nameOf(order.id)} ${what}`);
    }),
    ...entriesAtStripe(world)
      .filter((entry) => !inLedger.has(words(entry)))
      .map((entry) => `Stripe says ${words(entry)}, and the ledger does not`),
    ...world.seen.events
      .filter(({ outcome }) => outcome === 'waiting' || outcome === 'failed')
      .map(({ type, outcome, detail }) => `${type} is ${outcome}: ${detail}`),
  ];
}

function wrongEnd(world: World, { id, status, flag, messages, refundRequested }: SeenOrder): string[] {
  const payment = paymentsOf(world).find((charge) => orderOf(charge) === id);
  if (!payment) return OVER.includes(status) && !flag ? [] : [`is ${status} and was never paid (${flag})`];
  const dispute = disputesOf(world).find(({ charge }) => charge === payment.id);
  const refunds = refundsOf(world).filter(({ charge }) => charge === payment.id);
  const isDue = refundRequested || messages.some((message) => message.startsWith('late-payment'));
  // A bank that takes the money while it is given back, or sends it back, is a matter for a person.
  const needsPerson =
    (dispute && (refunds.length > 0 || isDue)) || refunds.some((refund) => refund.status === 'failed');
  if (flag && !needsPerson) return [`is ${status}, and a person is called for nothing: ${flag}`];
  const right = rightEnds(payment.refunded, dispute?.status);
  if (right.includes(status) || (flag && dispute && status === 'REFUND_DUE')) return [];
  return [`is ${status} (${flag}), and by what Stripe says it is ${right.join(' or ')}`];
}

const OVER: readonly string[] = ['CANCELLED', 'EXPIRED', 'FAILED'];

function rightEnds(isRefunded: boolean, dispute: string | undefined): string[] {
  if (dispute === 'lost') return ['REFUNDED'];
  if (dispute === 'needs_response') return isRefunded ? ['DISPUTED', 'REFUNDED'] : ['DISPUTED'];
  return [isRefunded ? 'REFUNDED' : 'PAID'];
}

function wrongMessages({ status, messages, buyerEmail }: SeenOrder): string[] {
  const count = (kind: string) => messages.filter((message) => message.startsWith(`${kind} `)).length;
  const [bought, sold] = [count('bought'), count('sold')];
  if (['PAID', 'DISPUTED'].includes(status) && (bought !== 1 || sold !== 1)) {
    return [`is ${status}, and ${bought} buyers and ${sold} artists are told of it (the buyer is ${buyerEmail})`];
  }
  if (status === 'REFUNDED' && bought + count('late-payment') === 0)
    return ['is REFUNDED and its buyer never heard of it'];
  return bought > 1 ? [`has told ${bought} people that they have bought it`] : [];
}
