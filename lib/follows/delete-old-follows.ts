import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';

/** Deletes what nobody has confirmed, those who follow nobody, and mails that were sent long ago. */
export async function deleteOldFollows(): Promise<void> {
  const unconfirmed = { confirmedAt: null, createdAt: { lt: keptSince(KEPT_SECONDS.unconfirmedFollow) } };
  await db().follow.deleteMany({ where: unconfirmed });
  await db().message.deleteMany({
    where: { followerId: { not: null }, sentAt: { lt: keptSince(KEPT_SECONDS.followMail) } },
  });
  // One that is just being created has its first row in the same transaction.
  await db().follower.deleteMany({ where: { follows: { none: {} } } });
}
