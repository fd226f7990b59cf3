import { db, type Prisma } from '#lib/db.ts';
import type { AccountMailKind } from '#lib/domain/account-mail.ts';

export type AccountMail = {
  kind: AccountMailKind;
  userId: string;
  /** The account's address, or another one that the mail is about. */
  recipient: string;
  /** What the mail has to say beyond that; nothing secret. */
  data?: Record<string, string>;
};

/**
 * Queues a mail about an account; the worker sends it, and creates the token of its link only then.
 * @param client the transaction of the change that it reports.
 */
export async function queueAccountMail(
  { kind, userId, recipient, data }: AccountMail,
  client: Pick<Prisma.TransactionClient, 'message'> = db(),
): Promise<void> {
  await client.message.create({ data: { kind, userId, recipient, ...(data && { data }) }, select: { id: true } });
}
