/** Ends a history and checks its final state. */

import { settleSession } from '../../../dev/stripe/payments/pay-session.ts';
import { settleRefund } from '../../../dev/stripe/payments/refund-charge.ts';
import { runClocks } from '../../../dev/stripe/payments/run-clocks.ts';
import { brokenInvariants, entryKey } from './invariants.ts';
import { advanceClock } from './movable-clock.ts';
import type { ObservedOrder } from './observe.ts';
import { withHistory } from './step.ts';
import {
  disputesOf,
  expectedEntries,
  isProcessing,
  orderOf,
  paymentsOf,
  refundsOf,
  sessionsOf,
} from './stripe-records.ts';
import { WORKER_TASKS } from './worker-steps.ts';
import type { World } from './world.ts';

/** Longer than a hold with its grace period, and than the longest delay between two refund attempts. */
const ROUND_SECONDS = 2 * 60 * 60;
const MAX_ROUNDS = 8;

/**
 * Ends a history: the banks decide, time passes, no more webhooks arrive, and the worker's tasks finish every sale.
 * @throws with everything that is then not in its expected state.
 */
export async function reconcileAll(world: World): Promise<void> {
  const { emulator } = world.stripe;
  emulator.refundStatus = 'succeeded';
  for (const record of sessionsOf(world)) if (isProcessing(world, record)) settleSession(emulator, record, 'succeeded');
  for (const refund of refundsOf(world)) if (refund.status === 'pending') settleRefund(emulator, refund, 'succeeded');
  let problems: string[] = [];
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    await advanceClock(ROUND_SECONDS);
    runClocks(emulator);
    const failures: string[] = [];
    // The worker logs a failed task and retries it later.
    for (const run of Object.values(WORKER_TASKS)) await run().catch((error) => failures.push(String(error)));
    await world.refresh();
    const broken = brokenInvariants(world);
    if (broken.length > 0) throw withHistory(world, new Error(broken.join('\n')), 'final reconciliation');
    problems = [...failures, ...unreconciled(world)];
    if (problems.length === 0) return;
  }
  throw withHistory(world, new Error(problems.join('\n')), 'final reconciliation, after the last round');
}

function unreconciled(world: World): string[] {
  const inLedger = new Set(world.observed.entries.map(entryKey));
  return [
    ...world.observed.orders.flatMap((order) => {
      if (order.flag) return [];
      return [...wrongStatus(world, order), ...wrongMessages(order)].map(
        (problem) => `${world.nameOf(order.id)} ${problem}`,
      );
    }),
    ...expectedEntries(world)
      .filter((entry) => !inLedger.has(entryKey(entry)))
      .map((entry) => `Stripe has ${entryKey(entry)}, but the ledger does not`),
    ...world.observed.events
      .filter(({ outcome }) => outcome === 'waiting' || outcome === 'failed')
      .map(({ type, outcome, detail }) => `${type} is ${outcome}: ${detail}`),
  ];
}

function wrongStatus(world: World, { id, status, flag, messages, refundRequested }: ObservedOrder): string[] {
  const payment = paymentsOf(world).find((charge) => orderOf(charge) === id);
  if (!payment) return ENDED_UNPAID.includes(status) && !flag ? [] : [`is ${status} and was never paid (${flag})`];
  const dispute = disputesOf(world).find(({ charge }) => charge === payment.id);
  const refunds = refundsOf(world).filter(({ charge }) => charge === payment.id);
  const isDue = refundRequested || messages.some((message) => message.startsWith('late-payment'));
  // A dispute of a refunded payment and a refund that the bank returns need an admin.
  const needsAdmin = (dispute && (refunds.length > 0 || isDue)) || refunds.some((refund) => refund.status === 'failed');
  if (flag && !needsAdmin) return [`is ${status} and flagged without a reason: ${flag}`];
  const expected = expectedStatuses(payment.refunded, dispute?.status);
  if (expected.includes(status) || (flag && dispute && status === 'REFUND_DUE')) return [];
  return [`is ${status} (${flag}), but by Stripe’s records it should be ${expected.join(' or ')}`];
}

const ENDED_UNPAID: readonly string[] = ['CANCELLED', 'EXPIRED', 'FAILED'];

function expectedStatuses(isRefunded: boolean, dispute: string | undefined): string[] {
  if (dispute === 'lost') return ['REFUNDED'];
  if (dispute === 'needs_response') return isRefunded ? ['DISPUTED', 'REFUNDED'] : ['DISPUTED'];
  return [isRefunded ? 'REFUNDED' : 'PAID'];
}

function wrongMessages({ status, messages, buyerEmail }: ObservedOrder): string[] {
  const count = (kind: string) => messages.filter((message) => message.startsWith(`${kind} `)).length;
  const [bought, sold] = [count('bought'), count('sold')];
  if (['PAID', 'DISPUTED'].includes(status) && (bought !== 1 || sold !== 1)) {
    return [`is ${status}, but ${bought} buyers and ${sold} artists got a message (the buyer is ${buyerEmail})`];
  }
  if (status === 'REFUNDED' && bought + count('late-payment') === 0)
    return ['is REFUNDED but its buyer got no message'];
  return bought > 1 ? [`has told ${bought} buyers that they bought it`] : [];
}
