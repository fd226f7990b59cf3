import { setTimeout as pause } from 'node:timers/promises';
import { CheckoutRefused, PaymentRefused, type Visitor } from '../shop/visitor.ts';
import type { PurchaseKind } from './purchase-kinds.ts';

const MAX_PAUSE_MS = 3_000;

export type Purchase = {
  slug: string;
  kind: PurchaseKind;
  /** Creates a new buyer. */
  visitor: () => Visitor;
  /** 0 ≤ n < 1. */
  random: () => number;
};

/**
 * Runs one purchase from the shop's form to its end at Stripe.
 * @throws {CheckoutRefused} if the shop does not start the checkout
 */
export async function purchase({ slug, kind, visitor, random }: Purchase): Promise<void> {
  const buyer = visitor();
  const session = kind === 'contested' ? await amongRivals(slug, buyer, visitor, random) : await buyer.buy(slug);
  const wait = () => pause(random() * MAX_PAUSE_MS);
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
      return buyer.expire(session);
    case 'expired-late':
      await buyer.expire(session);
      await wait();
      return buyer.pay(session, 'late');
    case 'cancelled':
      return buyer.cancel(session);
    case 'cancel-or-pay':
      await Promise.all([buyer.cancel(session), payIfOpen(buyer, session)]);
      return;
    case 'late-free':
      await buyer.cancel(session);
      return buyer.pay(session, 'late');
    case 'late-sold':
    case 'late-held':
      await buyer.cancel(session);
      return overtaken({ buyer, session, other: visitor(), slug, sold: kind === 'late-sold' });
  }
}

/** Several buyers try at once; the shop accepts one. `buyer` then pays for that one: Stripe only needs the session. */
async function amongRivals(
  slug: string,
  buyer: Visitor,
  visitor: () => Visitor,
  random: () => number,
): Promise<string> {
  const rivals = Array.from({ length: 1 + Math.floor(random() * 5) }, visitor);
  const results = await Promise.allSettled([buyer, ...rivals].map((one) => one.buy(slug)));
  const sessions = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const [session, second] = sessions;
  if (second) throw new Error(`two buyers got a checkout of ${slug} at once`);
  const refused = results.find((result) => result.status === 'rejected');
  if (!session) throw refused?.reason ?? new CheckoutRefused('nobody');
  return session;
}

/** The cancellation may come first. */
async function payIfOpen(buyer: Visitor, session: string): Promise<void> {
  await buyer.pay(session).catch((error) => {
    if (!(error instanceof PaymentRefused)) throw error;
  });
}

type Overtaken = { buyer: Visitor; session: string; other: Visitor; slug: string; sold: boolean };

async function overtaken({ buyer, session, other, slug, sold }: Overtaken): Promise<void> {
  const second = await other.buy(slug);
  if (sold) await other.pay(second);
  await buyer.pay(session, 'late');
  if (!sold) await other.pay(second);
}
