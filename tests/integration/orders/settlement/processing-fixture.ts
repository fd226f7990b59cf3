import { db, Prisma } from '#lib/db.ts';
import { type ProcessedEvent, processEvent } from '#lib/orders/settlement/process-event.ts';
import { type EventJson, readEvent } from '../../../support/stripe/stripe-events.ts';

/** Processes an event as the worker does after reading it from the stream. */
export const processJson = (event: EventJson): Promise<ProcessedEvent> => processEvent(readEvent(event));

/** The kinds of an order's messages, sorted. */
export async function messageKinds({ orderId }: { orderId: string }): Promise<string[]> {
  return (await db().message.findMany({ where: { orderId } })).map(({ kind }) => kind).sort();
}

type Lock = { released: Promise<void>; release: () => void };

/** Locks a post's row, as a transaction that hangs does, until it is released. */
export const lockPost = (id: string): Promise<Lock> => lock(Prisma.sql`SELECT 1 FROM posts WHERE id = ${id}::uuid`);

/** The same for an order's row, as another worker that is processing it does. */
export const lockOrder = (id: string): Promise<Lock> => lock(Prisma.sql`SELECT 1 FROM orders WHERE id = ${id}::uuid`);

async function lock(rows: Prisma.Sql): Promise<Lock> {
  const locked = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const released = db().$transaction(
    async (tx) => {
      await tx.$queryRaw`${rows} FOR UPDATE`;
      locked.resolve();
      await end.promise;
    },
    { timeout: 20_000 },
  );
  await Promise.race([locked.promise, released]);
  return { released, release: end.resolve };
}
