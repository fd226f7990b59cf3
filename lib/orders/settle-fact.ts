import { type Db, db } from '#lib/db.ts';
import { stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import { type Applied, applyFact } from './apply-fact.ts';
import { type Fact, factOf } from './sale-fact.ts';

export const SETTLE_OPTIONS = { timeout: 10_000, maxWait: 2_000 };

/** Applies what the reconciler learned from Stripe, as an event with the same word would. */
export function settleFact(fact: Fact, at: Date): Promise<Applied> {
  return db().$transaction((tx) => applyWithWaiting(tx, fact, at), SETTLE_OPTIONS);
}

/** Applies a fact, and after it the events that had come too early and waited for it. */
export async function applyWithWaiting(tx: Db, fact: Fact, at: Date): Promise<Applied> {
  const applied = await applyFact(tx, fact, at);
  if (applied.outcome === 'applied' && applied.change && fact.paymentIntentId) {
    await applyWaiting(tx, fact.paymentIntentId);
  }
  return applied;
}

async function applyWaiting(tx: Db, paymentIntentId: string): Promise<void> {
  const waiting = await tx.stripeEvent.findMany({
    where: { outcome: 'waiting', paymentIntentId },
    select: { id: true, payload: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  for (const { id, payload } of waiting) {
    const event = stripeEventSchema.parse(payload);
    const fact = factOf(event);
    if ('ignored' in fact) continue;
    const { outcome, detail, orderId } = await applyFact(tx, fact, new Date(event.created * 1000));
    await tx.stripeEvent.update({ where: { id }, data: { outcome, detail, orderId } });
  }
}
