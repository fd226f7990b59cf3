import { randomBytes } from 'node:crypto';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { CLOSED_NAME, closedUsername, describeObstacle } from '#lib/domain/leaving.ts';
import { announceEndedSessions } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { eraseThreadsOfAccount } from '#lib/questions/erase-threads.ts';
import { eraseMessagesOfAccount } from './erase-messages.ts';
import { findObstacles } from './find-obstacles.ts';
import { forgetInReports } from './forget-in-reports.ts';
import { forgetInSearch } from './forget-in-search.ts';
import { type LockedAccount, lockAccount } from './lock-account.ts';
import { removeUnsoldPosts } from './remove-unsold-posts.ts';

const BATCH = 20;
/** Files are removed afterwards, but an artist may have very many works. */
const CLOSING = { timeout: 60_000 };

/**
 * Closes the accounts whose seven days are over. What still stands in the way postpones it by a day.
 * @param stop ends it between two accounts.
 * @returns how many were closed.
 */
export async function closeDueAccounts(stop?: AbortSignal): Promise<number> {
  let closed = 0;
  const due = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE closes_at <= now() AND closed_at IS NULL ORDER BY closes_at LIMIT ${BATCH}`;
  for (const { id } of due) {
    if (stop?.aborted) break;
    if (await closeAccount(id)) closed++;
  }
  return closed;
}

async function closeAccount(id: string): Promise<boolean> {
  const account = await db().$transaction(async (tx) => {
    const locked = await lockAccount(tx, id);
    // It was undone, or another worker was faster.
    if (!locked?.isDue) return null;
    const obstacles = (await findObstacles(locked, tx)).map(describeObstacle);
    if (obstacles.length === 0) return empty(tx, locked);
    await postpone(tx, locked, obstacles.join(' '));
    return null;
  }, CLOSING);
  if (!account) return false;
  logger().info({ accountId: id }, 'an account was closed');
  await announceEndedSessions(id, { tags: ['gallery', 'posts', `artist:${account.username.toLowerCase()}`] });
  return true;
}

async function postpone(tx: Db, { id, email, closingObstacle }: LockedAccount, obstacle: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE users SET closes_at = now() + interval '1 day', closing_obstacle = ${obstacle} WHERE id = ${id}::uuid`;
  if (obstacle === closingObstacle) return;
  logger().info({ accountId: id, obstacle }, 'closing an account was postponed');
  await queueAccountMail({ kind: 'closing-postponed', userId: id, recipient: email, data: { obstacle } }, tx);
}

/**
 * Removes what only the account needed, and makes the rest nobody's: its sold works and its orders keep their amounts. The
 * database ends its sessions and deletes what one could sign in with: the migration “account_closing”.
 */
async function empty(tx: Db, account: LockedAccount): Promise<LockedAccount> {
  const { id, email, provenEmail, username } = account;
  const person = { id, email: provenEmail };
  await tx.message.deleteMany({ where: { userId: id } });
  await eraseMessagesOfAccount(tx, person);
  await tx.$executeRaw`
    UPDATE orders SET erase_requested_at = now() WHERE buyer_id = ${id}::uuid AND erase_requested_at IS NULL`;
  await removeUnsoldPosts(tx, id);
  await forgetInSearch(tx, account);
  await tx.savedForm.deleteMany({ where: { ownerId: id } });
  await tx.import.deleteMany({ where: { ownerId: id } });
  await tx.importedPost.deleteMany({ where: { artistId: id } });
  await tx.savedPost.deleteMany({ where: { userId: id } });
  await tx.export.deleteMany({ where: { userId: id } });
  await tx.follower.deleteMany({
    where: { OR: [{ userId: id }, ...(provenEmail === null ? [] : [{ email: provenEmail }])] },
  });
  await tx.follow.deleteMany({ where: { artistId: id } });
  await eraseThreadsOfAccount(tx, person);
  await tx.webhookEndpoint.deleteMany({ where: { userId: id } });
  await tx.webhookMessage.deleteMany({ where: { artistId: id } });
  await forgetInReports(tx, person);
  await tx.portrait.updateMany({ where: { userId: id, unusedSince: null }, data: { unusedSince: new Date() } });
  const hex = randomBytes(16).toString('hex');
  await tx.user.updateMany({
    where: { id },
    data: {
      username: closedUsername(hex),
      email: `${hex}@closed.invalid`,
      emailProvenAt: null,
      displayName: CLOSED_NAME,
      bio: '',
      place: '',
      statement: '',
      links: [],
      portraitKey: null,
      passwordHash: null,
      role: 'MEMBER',
      creationKey: null,
      closedAt: new Date(),
      closingObstacle: null,
      profileVersion: { increment: 1 },
    },
  });
  // The last one: its row goes when it is sent.
  await queueAccountMail({ kind: 'account-closed', userId: id, recipient: email, data: { username } }, tx);
  await recordAudit({ actor: 'shop', action: 'account-closed', subject: accountSubject(account) }, tx);
  return account;
}
