import { Prisma } from '#lib/db.ts';
import type { MessageKind } from '#lib/domain/sale/sale.ts';

const BUYER = Prisma.sql`SELECT sale.buyer_email AS email`;
const ARTIST = Prisma.sql`SELECT email FROM users WHERE users.id = sale.artist_id AND closed_at IS NULL`;
const ADMINS = Prisma.sql`SELECT email FROM users WHERE role = 'ADMIN'`;

/** Who receives each kind of message. */
const RECIPIENTS: Record<MessageKind, Prisma.Sql> = {
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
 * The rows (kind, email) of the messages about a transition, as a subquery of the statement that performs it, so that
 * messages are queued exactly if it commits. Where it is used, `sale` must have buyer_email and artist_id.
 */
export function messageRows(kinds: readonly MessageKind[]): Prisma.Sql {
  const rows = kinds.map(
    (kind) => Prisma.sql`SELECT ${kind} AS kind, recipients.email FROM (${RECIPIENTS[kind]}) recipients`,
  );
  if (rows.length === 0) return Prisma.sql`SELECT NULL AS kind, NULL AS email WHERE false`;
  return Prisma.join(rows, ' UNION ALL ');
}
