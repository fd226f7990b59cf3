import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { type Db, db } from '#lib/db.ts';
import { type FollowMailKind, MAX_FOLLOWS } from '#lib/domain/follow-mail.ts';
import { findOrCreateFollower } from './find-follower.ts';
import { requireFollowable } from './require-followable.ts';

const CONFIRM: FollowMailKind = 'confirm-follow';
/** Mails of this kind that one address gets in a day: anybody can type anybody's address. */
const MAX_A_DAY = 5;

/** Who asks: keyed hashes of an address and of the network around it; null if it is local. */
export type Asker = { address: string | null; network: string | null };

/**
 * Sends a link to an address with which its owner confirms that they want to follow an artist. What happens is the same for
 * everybody who watches: nothing tells whether the address follows already, belongs to an account, or has got too many mails.
 * @throws {ExpectedError} not-found (there is no such artist), too-many-attempts, try-later
 */
export async function requestFollow(email: string, username: string, asker: Asker): Promise<void> {
  await countAttempt({ 'follow-address': asker.address, 'follow-network': asker.network });
  const artist = await requireFollowable(username);
  await db().$transaction(async (tx) => {
    const account = await tx.user.findFirst({
      where: { email, emailProvenAt: { not: null }, closedAt: null },
      select: { id: true },
    });
    if (account?.id === artist.id) return;
    const followerId = await findOrCreateFollower(tx, { userId: account?.id ?? null, email });
    if (await isFull(tx, followerId)) return;
    const follow = { followerId, artistId: artist.id };
    const known = await tx.follow.findFirst({ where: follow, select: { confirmedAt: true } });
    if (known?.confirmedAt) return;
    if (!known) await tx.follow.create({ data: follow });
    await tx.message.create({
      data: { kind: CONFIRM, followerId, recipient: email, data: { artistId: artist.id } },
      select: { id: true },
    });
  });
}

async function isFull(tx: Db, followerId: string): Promise<boolean> {
  const since = new Date(Date.now() - 24 * 60 * 60 * 1_000);
  const mails = await tx.message.count({ where: { followerId, kind: CONFIRM, createdAt: { gt: since } } });
  return mails >= MAX_A_DAY || (await tx.follow.count({ where: { followerId } })) >= MAX_FOLLOWS;
}
