import { Prisma } from '#lib/db.ts';
import type { MessageKind } from '#lib/domain/sale/sale.ts';

const BUYER = Prisma.sql`SELECT sale.buyer_email AS email`;
const ARTIST = Prisma.sql`SELECT email FROM users WHERE users.id = sale.artist_id`;
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
 * The rows (kind, email) of the messages that a change of a sale calls for, as a subquery for the statement that makes the
 * change: people are told exactly when it commits. In its place `sale` must have order_id, buyer_email and artist_id.
 */
export function messageLines(kinds: readonly MessageKind[]): Prisma.Sql {
  const lines = kinds.map((kind) => Prisma.sql`SELECT ${kind} AS kind, people.email FROM (${recipients[kind]}) people`);
  if (lines.length === 0) return Prisma.sql`SELECT NULL AS kind, NULL AS email WHERE false`;
  return Prisma.join(lines, ' UNION ALL ');
}
