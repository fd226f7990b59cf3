import { db, Prisma } from '#lib/db.ts';
import { processEvent, type Settlement } from '#lib/orders/settlement/process-event.ts';
import { type EventJson, readEvent } from '../../../support/stripe/stripe-events.ts';

/** Settles an event as the worker would after reading it from the stream. */
export const settle = (event: EventJson): Promise<Settlement> => processEvent(readEvent(event));

/** What is to be told about an order, sorted. */
export async function messageKinds({ orderId }: { orderId: string }): Promise<string[]> {
  return (await db().message.findMany({ where: { orderId } })).map(({ kind }) => kind).sort();
}

type Lock = { taken: Promise<void>; letGo: () => void };

/** Keeps a work's row locked, as a transaction that hangs would, until it is let go. */
export const lockPost = (id: string): Promise<Lock> => lock(Prisma.sql`SELECT 1 FROM posts WHERE id = ${id}::uuid`);

/** The same for an order's row alone, as another worker has it that takes it at this moment. */
export const lockOrder = (id: string): Promise<Lock> => lock(Prisma.sql`SELECT 1 FROM orders WHERE id = ${id}::uuid`);

async function lock(rows: Prisma.Sql): Promise<Lock> {
  const locked = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const taken = db().$transaction(
    async (tx) => {
      await tx.$queryRaw`${rows} FOR UPDATE`;
      locked.resolve();
      await end.promise;
    },
    { timeout: 20_000 },
  );
  await Promise.race([locked.promise, taken]);
  return { taken, letGo: end.resolve };
}
