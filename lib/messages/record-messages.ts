import type { Db } from '#lib/db.ts';
import { Prisma } from '#lib/db.ts';
import type { MessageKind } from '#lib/domain/sale.ts';

/** Who is written to, by what the message says. */
const recipients: Record<MessageKind, Prisma.Sql> = {
  bought: Prisma.sql`orders.buyer_email`,
  'late-payment': Prisma.sql`orders.buyer_email`,
  sold: Prisma.sql`(SELECT email FROM users WHERE users.id = posts.artist_id)`,
  'dispute-opened': Prisma.sql`admins.email`,
  'dispute-won': Prisma.sql`admins.email`,
  'dispute-lost': Prisma.sql`admins.email`,
};

/**
 * Writes down, in the transaction of a sale, that people are to be told of it. The worker sends what
 * stands here until it is done. A message to the same person about the same thing is written once.
 */
export async function recordMessages(tx: Db, orderId: string, kinds: readonly MessageKind[]): Promise<void> {
  for (const kind of kinds) {
    const toAdmins = kind.startsWith('dispute')
      ? Prisma.sql`CROSS JOIN (SELECT email FROM users WHERE role = 'ADMIN') admins`
      : Prisma.empty;
    await tx.$executeRaw`
      INSERT INTO messages (id, order_id, kind, recipient)
      SELECT gen_random_uuid(), orders.id, ${kind}, ${recipients[kind]}
      FROM orders JOIN posts ON posts.id = orders.post_id ${toAdmins}
      WHERE orders.id = ${orderId}::uuid AND ${recipients[kind]} IS NOT NULL
      ON CONFLICT (order_id, kind, recipient) DO NOTHING`;
  }
}
