/** Steps of buyers and banks at Stripe. */

import { closeDispute, openDispute } from '../../../dev/stripe/payments/dispute-charge.ts';
import { expireSession } from '../../../dev/stripe/payments/expire-session.ts';
import {
  declineCard,
  payByCard,
  payDelayed,
  payLate,
  settleSession,
} from '../../../dev/stripe/payments/pay-session.ts';
import { refundCharge, settleRefund } from '../../../dev/stripe/payments/refund-charge.ts';
import type { ChargeObject, Outcome, SessionRecord } from '../../../dev/stripe/records.ts';
import { type Step, stepAbout } from './step.ts';
import { disputesOf, isProcessing, orderOf, paymentsOf, refundsOf, sessionsOf } from './stripe-records.ts';
import type { World } from './world.ts';

const openSessions = (world: World) => sessionsOf(world).filter(({ session }) => session.status === 'open');
const processingSessions = (world: World) => sessionsOf(world).filter((record) => isProcessing(world, record));
const unpaidEndedSessions = (world: World) =>
  sessionsOf(world).filter((record) => {
    const { status, payment_status } = record.session;
    return (
      status === 'expired' || (status === 'complete' && payment_status === 'unpaid' && !isProcessing(world, record))
    );
  });
const refundable = (world: World) =>
  paymentsOf(world).filter(({ disputed, amount_refunded, amount }) => !disputed && amount_refunded < amount);

/** A step at Stripe about a session or a payment. Its outcome names the order. */
const stripeStep = <T extends SessionRecord | ChargeObject>(
  number: number,
  name: string,
  list: (world: World) => T[],
  act: (world: World, item: T) => unknown,
): Step =>
  stepAbout(number, {
    name,
    list,
    act: (world, item) => {
      act(world, item);
      return world.nameOf(orderOf('session' in item ? item.session : item));
    },
  });

function payer(world: World, record: SessionRecord) {
  const order = world.observed.orders.find(({ id }) => id === orderOf(record.session));
  const buyer = world.buyers.find(({ token }) => token === order?.buyerToken);
  return { email: buyer?.email ?? 'somebody@example.org', name: buyer?.name ?? '', country: 'DE' };
}

export const payWithCard = (session: number): Step =>
  stripeStep(session, 'a card pays session', openSessions, (world, record) =>
    payByCard(world.stripe.emulator, record, payer(world, record)),
  );

export const declinePayment = (session: number): Step =>
  stripeStep(session, 'a card is declined for session', openSessions, (world, record) =>
    declineCard(world.stripe.emulator, record, payer(world, record)),
  );

export const startDelayedPayment = (session: number): Step =>
  stripeStep(session, 'a delayed payment starts for session', openSessions, (world, record) =>
    payDelayed(world.stripe.emulator, record, payer(world, record), null),
  );

export const endDelayedPayment = (session: number, outcome: Outcome): Step =>
  stripeStep(session, `the delayed payment has ${outcome} for session`, processingSessions, (world, record) =>
    settleSession(world.stripe.emulator, record, outcome),
  );

export const receiveLatePayment = (session: number): Step =>
  stripeStep(session, 'a late payment arrives for session', unpaidEndedSessions, (world, record) =>
    payLate(world.stripe.emulator, record, payer(world, record)),
  );

export const endSession = (session: number): Step =>
  stripeStep(session, 'Stripe expires session', openSessions, (world, record) =>
    expireSession(world.stripe.emulator, record),
  );

export const refundInDashboard = (payment: number, part: 'all' | 'half'): Step =>
  stripeStep(payment, `${part} is refunded in Stripe's dashboard of payment`, refundable, (world, charge) => {
    const left = charge.amount - charge.amount_refunded;
    refundCharge(world.stripe.emulator, charge, { amount: part === 'all' ? left : Math.ceil(left / 2) });
  });

export const setRefundStatus = (status: 'succeeded' | 'pending'): Step => ({
  name: `from now on new refunds are ${status}`,
  applies: ({ stripe }) => stripe.emulator.refundStatus !== status,
  run: async ({ stripe }) => {
    stripe.emulator.refundStatus = status;
    return 'done';
  },
});

export const endRefund = (refund: number, outcome: Outcome): Step =>
  stepAbout(refund, {
    name: `the bank reports ${outcome} for pending refund`,
    list: (world) => refundsOf(world).filter(({ status }) => status === 'pending'),
    act: ({ stripe }, pending) => settleRefund(stripe.emulator, pending, outcome),
  });

export const disputePayment = (payment: number): Step =>
  stripeStep(
    payment,
    'the bank disputes payment',
    (world) => paymentsOf(world).filter(({ disputed }) => !disputed),
    ({ stripe }, charge) => openDispute(stripe.emulator, charge),
  );

export const endDispute = (dispute: number, outcome: 'won' | 'lost'): Step =>
  stepAbout(dispute, {
    name: `the shop has ${outcome} open dispute`,
    list: (world) => disputesOf(world).filter(({ status }) => status === 'needs_response'),
    act: ({ stripe }, open) => closeDispute(stripe.emulator, open, outcome),
  });
