import type { Db } from '#lib/db.ts';
import { Prisma } from '#lib/db.ts';
import type { MessageKind } from '#lib/domain/sale.ts';

const BUYER = Prisma.sql`SELECT orders.buyer_email AS email`;
const ARTIST = Prisma.sql`SELECT email FROM users WHERE users.id = posts.artist_id`;
const ADMINS = Prisma.sql`SELECT email FROM users WHERE role = 'ADMIN'`;

/** Who is written to, by what the message says. */
const recipients: Record<MessageKind, Prisma.Sql> = {
  bought: BUYER,
  'late-payment': BUYER,
  refunded: BUYER,
  sold: ARTIST,
  'sale-refunded': ARTIST,
  'dispute-opened': ADMINS,
  'dispute-won': ADMINS,
  'dispute-lost': ADMINS,
};

/**
 * Writes down, in the transaction of a sale, that people are to be told of it. The worker sends what
 * stands here until it is done. A message to the same person about the same thing is written once.
 */
export async function recordMessages(tx: Db, orderId: string, kinds: readonly MessageKind[]): Promise<void> {
  if (kinds.length === 0) return;
  const lines = kinds.map((kind) => Prisma.sql`SELECT ${kind} AS kind, people.email FROM (${recipients[kind]}) people`);
  await tx.$executeRaw`
    INSERT INTO messages (id, order_id, kind, recipient)
    SELECT gen_random_uuid(), orders.id, lines.kind, lines.email
    FROM orders JOIN posts ON posts.id = orders.post_id CROSS JOIN LATERAL (${Prisma.join(lines, ' UNION ALL ')}) lines
    WHERE orders.id = ${orderId}::uuid AND lines.email IS NOT NULL
    ON CONFLICT (order_id, kind, recipient) DO NOTHING`;
}
