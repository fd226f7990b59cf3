import { setTimeout as pause } from 'node:timers/promises';
import { NotPaid, TurnedAway, type Visitor } from '../shop/visitor.ts';
import type { PurchaseKind } from './purchase-kinds.ts';

const LONGEST_PAUSE = 3_000;

export type Purchase = {
  slug: string;
  kind: PurchaseKind;
  /** A new buyer at each call. */
  visitor: () => Visitor;
  /** Numbers from 0 up to 1. */
  random: () => number;
};

/**
 * One purchase from the form to its end at Stripe.
 * @throws {TurnedAway} when the shop did not let the buyer begin
 */
export async function purchase({ slug, kind, visitor, random }: Purchase): Promise<void> {
  const buyer = visitor();
  const session = kind === 'contested' ? await amongRivals(slug, buyer, visitor, random) : await buyer.buy(slug);
  const wait = () => pause(random() * LONGEST_PAUSE);
  switch (kind) {
    case 'card':
    case 'contested':
      return buyer.pay(session);
    case 'second-card':
      await buyer.pay(session, 'declined');
      return buyer.pay(session);
    case 'debit-paid':
      await buyer.pay(session, 'delayed');
      await wait();
      return buyer.settle(session, 'succeeded');
    case 'debit-failed':
    case 'debit-late':
      await buyer.pay(session, 'delayed');
      await wait();
      await buyer.settle(session, 'failed');
      if (kind === 'debit-failed') return;
      await wait();
      return buyer.pay(session, 'late');
    case 'expired':
      return buyer.letExpire(session);
    case 'expired-late':
      await buyer.letExpire(session);
      await wait();
      return buyer.pay(session, 'late');
    case 'cancelled':
      return buyer.goBack(session);
    case 'cancel-or-pay':
      await Promise.all([buyer.goBack(session), payIfOpen(buyer, session)]);
      return;
    case 'late-free':
      await buyer.goBack(session);
      return buyer.pay(session, 'late');
    case 'late-sold':
    case 'late-held':
      await buyer.goBack(session);
      return overtaken({ buyer, session, other: visitor(), slug, sold: kind === 'late-sold' });
  }
}

/** All ask at once; the shop lets one begin. `buyer` stands for whoever that is: at Stripe only the session counts. */
async function amongRivals(
  slug: string,
  buyer: Visitor,
  visitor: () => Visitor,
  random: () => number,
): Promise<string> {
  const rivals = Array.from({ length: 1 + Math.floor(random() * 5) }, visitor);
  const answers = await Promise.allSettled([buyer, ...rivals].map((one) => one.buy(slug)));
  const sessions = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const [session, second] = sessions;
  if (second) throw new Error(`two buyers got a checkout of ${slug} at once`);
  const refused = answers.find((answer) => answer.status === 'rejected');
  if (!session) throw refused?.reason ?? new TurnedAway('nobody');
  return session;
}

/** The cancellation may have been faster. */
async function payIfOpen(buyer: Visitor, session: string): Promise<void> {
  await buyer.pay(session).catch((error) => {
    if (!(error instanceof NotPaid)) throw error;
  });
}

type Overtaken = { buyer: Visitor; session: string; other: Visitor; slug: string; sold: boolean };

async function overtaken({ buyer, session, other, slug, sold }: Overtaken): Promise<void> {
  const second = await other.buy(slug);
  if (sold) await other.pay(second);
  await buyer.pay(session, 'late');
  if (!sold) await other.pay(second);
}
