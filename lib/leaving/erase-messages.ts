import { type Db, Prisma } from '#lib/db.ts';
import { ERASED_RECIPIENT } from '#lib/domain/leaving.ts';
import type { MessageKind } from '#lib/domain/sale/sale.ts';

const TO_BUYERS: MessageKind[] = ['bought', 'late-payment', 'refunded'];
const TO_ARTISTS: MessageKind[] = ['sold', 'sale-refunded'];
const TO_ADMINS: MessageKind[] = ['dispute-opened', 'dispute-won', 'dispute-lost'];

/** `email` is null if its owner has not proven to read it: then it is nobody's. */
export type ProvenAccount = { id: string; email: string | null };

/**
 * The ids of mails about orders that went to an account, as a subquery: to its address, or to the one that it had before. Each
 * part has an index; sales have the condition of orders_sales.
 */
export const messageIdsOf = ({ id, email }: ProvenAccount): Prisma.Sql => Prisma.sql`
  SELECT id FROM messages WHERE recipient = ${email}
  UNION
  SELECT messages.id FROM orders JOIN messages ON order_id = orders.id
  WHERE seller_id = ${id}::uuid AND status NOT IN ('HELD', 'CANCELLED', 'EXPIRED', 'FAILED')
    AND kind = ANY(${TO_ARTISTS}::text[])
  UNION
  SELECT messages.id FROM orders JOIN messages ON order_id = orders.id
  WHERE buyer_id = ${id}::uuid AND kind = ANY(${TO_BUYERS}::text[])`;

/** Makes the mails about sales that went to an account, or wait for it, nobody's. Those that wait are never sent. */
export async function eraseMessagesOfAccount(tx: Db, account: ProvenAccount): Promise<void> {
  await erase(tx, Prisma.sql`id IN (${messageIdsOf(account)})`);
}

/** The same for the buyers of these orders. */
export async function eraseMessagesToBuyers(tx: Db, orderIds: string[]): Promise<void> {
  const others = [...TO_ARTISTS, ...TO_ADMINS];
  await erase(tx, Prisma.sql`order_id = ANY(${orderIds}::uuid[]) AND NOT kind = ANY(${others}::text[])`);
}

/** The rows stay: they say that a mail was sent, and keep it from being sent again. */
async function erase(tx: Db, which: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    UPDATE messages SET recipient = ${ERASED_RECIPIENT} || id::text,
      due_at = CASE WHEN sent_at IS NULL THEN 'infinity'::timestamptz ELSE due_at END,
      last_error = CASE WHEN sent_at IS NULL THEN 'its recipient was removed' END
    WHERE ${which} AND NOT starts_with(recipient, ${ERASED_RECIPIENT})`;
}
