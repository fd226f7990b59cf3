import { type Db, db, Prisma } from '#lib/db.ts';
import { stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import { type Applied, applyFact } from './apply-fact.ts';
import { type Fact, factOf } from './sale-fact.ts';

export const PROCESS_OPTIONS = { timeout: 10_000, maxWait: 2_000 };

/**
 * Taken before anything else, until the commit: what is about one payment comes one after the other. Otherwise the
 * payment and what has to wait for it, applied at the same moment, would not see each other.
 */
export const paymentLock = (paymentIntentId: string | Prisma.Sql | null) =>
  Prisma.sql`pg_advisory_xact_lock(hashtextextended(${paymentIntentId}::text, 0))`;

/** Applies what the reconciler learned from Stripe, as an event with the same word would. */
export function processFact(fact: Fact, at: Date): Promise<Applied> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT ${paymentLock(fact.paymentIntentId)}`;
    return applyWithWaiting(tx, fact, at);
  }, PROCESS_OPTIONS);
}

/** Applies a fact, and after it the events that had come too early and waited for it. */
export async function applyWithWaiting(tx: Db, fact: Fact, at: Date): Promise<Applied> {
  const applied = await applyFact(tx, fact, at);
  if (applied.isAwaited && fact.paymentIntentId) await applyWaiting(tx, fact.paymentIntentId);
  return applied;
}

async function applyWaiting(tx: Db, paymentIntentId: string): Promise<void> {
  // Of two that wait one may have to follow the other, and their times are whole seconds: again while any is applied.
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const { id, payload } of await listWaiting(tx, paymentIntentId)) {
      const event = stripeEventSchema.parse(payload);
      const fact = factOf(event);
      if ('ignored' in fact) continue;
      const { outcome, detail, orderId } = await applyFact(tx, fact, new Date(event.created * 1000));
      await tx.stripeEvent.update({ where: { id }, data: { outcome, detail, orderId } });
      isMoving ||= outcome === 'applied';
    }
  }
}

const listWaiting = (tx: Db, paymentIntentId: string) =>
  tx.stripeEvent.findMany({
    where: { outcome: 'waiting', paymentIntentId },
    select: { id: true, payload: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
