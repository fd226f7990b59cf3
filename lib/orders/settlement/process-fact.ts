import { type Db, db, Prisma } from '#lib/db.ts';
import { stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import { applyFact, type FactResult } from './apply-fact.ts';
import { type Fact, factOf } from './sale-fact.ts';

export const PROCESS_OPTIONS = { timeout: 10_000, maxWait: 2_000 };

/**
 * Taken first and held until the commit, so that everything about one payment is processed one after the other.
 * Otherwise a payment and a refund processed at the same moment would not see each other, and the refund would wait.
 */
export const paymentLock = (paymentIntentId: string | Prisma.Sql | null) =>
  Prisma.sql`pg_advisory_xact_lock(hashtextextended(${paymentIntentId}::text, 0))`;

/** Applies a fact that reconciliation found at Stripe, as an event would. */
export function processFact(fact: Fact, at: Date): Promise<FactResult> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT ${paymentLock(fact.paymentIntentId)}`;
    return applyWithWaitingEvents(tx, fact, at);
  }, PROCESS_OPTIONS);
}

/** Applies a fact, then the waiting events about the same payment. */
export async function applyWithWaitingEvents(tx: Db, fact: Fact, at: Date): Promise<FactResult> {
  const result = await applyFact(tx, fact, at);
  if (result.hasWaitingEvents && fact.paymentIntentId) await applyWaitingEvents(tx, fact.paymentIntentId);
  return result;
}

async function applyWaitingEvents(tx: Db, paymentIntentId: string): Promise<void> {
  // One waiting event may depend on another, and times are whole seconds, so this repeats until none is applied.
  for (let hasApplied = true; hasApplied; ) {
    hasApplied = false;
    for (const { id, payload } of await listWaitingEvents(tx, paymentIntentId)) {
      const event = stripeEventSchema.parse(payload);
      const fact = factOf(event);
      if ('ignored' in fact) continue;
      const { outcome, detail, orderId } = await applyFact(tx, fact, new Date(event.created * 1000));
      await tx.stripeEvent.update({ where: { id }, data: { outcome, detail, orderId } });
      hasApplied ||= outcome === 'applied';
    }
  }
}

const listWaitingEvents = (tx: Db, paymentIntentId: string) =>
  tx.stripeEvent.findMany({
    where: { outcome: 'waiting', paymentIntentId, verified: true },
    select: { id: true, payload: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
