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
import { type Step, stepWith } from './step.ts';
import { disputesOf, isUnderWay, orderOf, paymentsOf, refundsOf, sessionsOf } from './stripe-view.ts';
import type { World } from './world.ts';

const openSessions = (world: World) => sessionsOf(world).filter(({ session }) => session.status === 'open');
const underWay = (world: World) => sessionsOf(world).filter((record) => isUnderWay(world, record));
const overWithoutMoney = (world: World) =>
  sessionsOf(world).filter((record) => {
    const { status, payment_status } = record.session;
    return status === 'expired' || (status === 'complete' && payment_status === 'unpaid' && !isUnderWay(world, record));
  });
const refundable = (world: World) =>
  paymentsOf(world).filter(({ disputed, amount_refunded, amount }) => !disputed && amount_refunded < amount);

/** A step at Stripe about a session or a payment; the history says to which order it belongs. */
const atStripe = <T extends SessionRecord | ChargeObject>(
  number: number,
  name: string,
  list: (world: World) => T[],
  act: (world: World, one: T) => unknown,
): Step =>
  stepWith(number, {
    name,
    list,
    act: (world, one) => {
      act(world, one);
      return world.nameOf(orderOf('session' in one ? one.session : one));
    },
  });

function payer(world: World, record: SessionRecord) {
  const order = world.seen.orders.find(({ id }) => id === orderOf(record.session));
  const buyer = world.buyers.find(({ token }) => token === order?.buyerToken);
  return { email: buyer?.email ?? 'somebody@example.org', name: buyer?.name ?? '', country: 'DE' };
}

export const paysByCard = (session: number): Step =>
  atStripe(session, 'a card pays session', openSessions, (world, record) =>
    payByCard(world.stripe.standIn, record, payer(world, record)),
  );

export const cardIsDeclined = (session: number): Step =>
  atStripe(session, 'a card is declined for session', openSessions, (world, record) =>
    declineCard(world.stripe.standIn, record, payer(world, record)),
  );

export const paysDelayed = (session: number): Step =>
  atStripe(session, 'a bank debit begins for session', openSessions, (world, record) =>
    payDelayed(world.stripe.standIn, record, payer(world, record), null),
  );

export const debitEnds = (session: number, outcome: Outcome): Step =>
  atStripe(session, `the bank debit has ${outcome} for session`, underWay, (world, record) =>
    settleSession(world.stripe.standIn, record, outcome),
  );

export const paysLate = (session: number): Step =>
  atStripe(session, 'money comes after all for session', overWithoutMoney, (world, record) =>
    payLate(world.stripe.standIn, record, payer(world, record)),
  );

export const sessionEnds = (session: number): Step =>
  atStripe(session, 'Stripe ends session', openSessions, (world, record) =>
    expireSession(world.stripe.standIn, record),
  );

export const refundsInDashboard = (payment: number, part: 'all' | 'half'): Step =>
  atStripe(payment, `${part} goes back in Stripe's dashboard of payment`, refundable, (world, charge) => {
    const left = charge.amount - charge.amount_refunded;
    refundCharge(world.stripe.standIn, charge, { amount: part === 'all' ? left : Math.ceil(left / 2) });
  });

export const refundsBegin = (status: 'succeeded' | 'pending'): Step => ({
  name: `from now on refunds begin as ${status}`,
  applies: ({ stripe }) => stripe.standIn.refundStatus !== status,
  run: async ({ stripe }) => {
    stripe.standIn.refundStatus = status;
    return 'done';
  },
});

export const refundEnds = (refund: number, outcome: Outcome): Step =>
  stepWith(refund, {
    name: `the bank says ${outcome} of pending refund`,
    list: (world) => refundsOf(world).filter(({ status }) => status === 'pending'),
    act: ({ stripe }, pending) => settleRefund(stripe.standIn, pending, outcome),
  });

export const disputes = (payment: number): Step =>
  atStripe(
    payment,
    'the bank disputes payment',
    (world) => paymentsOf(world).filter(({ disputed }) => !disputed),
    ({ stripe }, charge) => openDispute(stripe.standIn, charge),
  );

export const disputeEnds = (dispute: number, outcome: 'won' | 'lost'): Step =>
  stepWith(dispute, {
    name: `we have ${outcome} open dispute`,
    list: (world) => disputesOf(world).filter(({ status }) => status === 'needs_response'),
    act: ({ stripe }, open) => closeDispute(stripe.standIn, open, outcome),
  });
