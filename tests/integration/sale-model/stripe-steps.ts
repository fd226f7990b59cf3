import type { ChargeObject, Outcome, SessionRecord } from '../../../dev/stripe/records.ts';
import { closeDispute, openDispute } from '../../../dev/stripe/payments/dispute-charge.ts';
import { expireSession } from '../../../dev/stripe/payments/expire-session.ts';
import { declineCard, payByCard, payDelayed, payLate, settleSession } from '../../../dev/stripe/payments/pay-session.ts';
import { refundCharge, settleRefund } from '../../../dev/stripe/payments/refund-charge.ts';
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

/** A step about a session, with the name of its order in what came of it. */
const withSession = (
  name: string,
  list: (world: World) => SessionRecord[],
  number: number,
  act: (world: World, record: SessionRecord) => unknown,
): Step =>
  stepWith(name, list, number, (world, record) => {
    act(world, record);
    return world.nameOf(orderOf(record.session));
  });

const withPayment = (
  name: string,
  list: (world: World) => ChargeObject[],
  number: number,
  act: (world: World, charge: ChargeObject) => unknown,
): Step =>
  stepWith(name, list, number, (world, charge) => {
    act(world, charge);
    return world.nameOf(orderOf(charge));
  });

function payer(world: World, record: SessionRecord) {
  const order = world.seen.orders.find(({ id }) => id === orderOf(record.session));
  const buyer = world.buyers.find(({ token }) => token === order?.buyerToken);
  return { email: buyer?.email ?? 'somebody@example.org', name: buyer?.name ?? '', country: 'DE' };
}

export const paysByCard = (session: number): Step =>
  withSession('a card pays session', openSessions, session, (world, record) =>
    payByCard(world.stripe.standIn, record, payer(world, record)),
  );

export const cardIsDeclined = (session: number): Step =>
  withSession('a card is declined for session', openSessions, session, (world, record) =>
    declineCard(world.stripe.standIn, record, payer(world, record)),
  );

export const paysDelayed = (session: number): Step =>
  withSession('a bank debit begins for session', openSessions, session, (world, record) =>
    payDelayed(world.stripe.standIn, record, payer(world, record), null),
  );

export const debitEnds = (session: number, outcome: Outcome): Step =>
  withSession(`the bank debit has ${outcome} for session`, underWay, session, (world, record) =>
    settleSession(world.stripe.standIn, record, outcome),
  );

export const paysLate = (session: number): Step =>
  withSession('money comes after all for session', overWithoutMoney, session, (world, record) =>
    payLate(world.stripe.standIn, record, payer(world, record)),
  );

export const sessionEnds = (session: number): Step =>
  withSession('Stripe ends session', openSessions, session, (world, record) =>
    expireSession(world.stripe.standIn, record),
  );

export const refundsInDashboard = (payment: number, part: 'all' | 'half'): Step =>
  withPayment(`${part} goes back in Stripe's dashboard of payment`, refundable, payment, (world, charge) => {
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
  stepWith(
    `the bank lets a pending refund have ${outcome},`,
    (world) => refundsOf(world).filter(({ status }) => status === 'pending'),
    refund,
    ({ stripe }, pending) => {
      settleRefund(stripe.standIn, pending, outcome);
    },
  );

export const disputes = (payment: number): Step =>
  withPayment(
    'the bank disputes payment',
    (world) => paymentsOf(world).filter(({ disputed }) => !disputed),
    payment,
    ({ stripe }, charge) => openDispute(stripe.standIn, charge),
  );

export const disputeEnds = (dispute: number, outcome: 'won' | 'lost'): Step =>
  stepWith(
    `we have ${outcome} dispute`,
    (world) => disputesOf(world).filter(({ status }) => status === 'needs_response'),
    dispute,
    ({ stripe }, open) => {
      closeDispute(stripe.standIn, open, outcome);
    },
  );
