import { assertModerator } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db, isOfLeavingAccount, Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { mayJudge, type Viewer } from '#lib/domain/viewer.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { queueWebhooks } from '#lib/webhooks/queue-webhooks.ts';
import type { ModeratedPost } from './moderate-post.ts';

type Row = ModeratedPost & { title: string; artistId: string; email: string };

const COLUMNS = Prisma.sql`posts.id, slug, title, users.id AS "artistId", username::text AS username, email::text AS email`;

/**
 * Publishes a work that waits, for moderators and admins, as they have seen it. Its artist gets a mail. One that is public
 * already stays so. A hidden one waits until it is shown again.
 * @param version of the work that was looked at.
 * @throws {ExpectedError} not-found (also for viewers who are neither, for a moderator's own work, and for one that was
 *   withdrawn), changed-elsewhere, account-closing
 */
export async function approvePost(viewer: Viewer, postId: string, version: number): Promise<ModeratedPost> {
  assertModerator(viewer);
  try {
    return await db().$transaction(async (tx) => {
      const [row] = await tx.$queryRaw<Row[]>`
        UPDATE posts SET status = 'LISTED', listed_at = coalesce(listed_at, now()), waiting_since = NULL, updated_at = now()
         FROM users WHERE posts.id = ${postId}::uuid AND users.id = artist_id AND waiting_since IS NOT NULL AND version = ${version}
           AND hidden_at IS NULL AND suspended_at IS NULL AND EXISTS (SELECT FROM post_images WHERE post_id = posts.id)
         RETURNING ${COLUMNS}`;
      if (!row) return unchanged(tx, postId, 'LISTED');
      await queueWebhooks(tx, ['post.published'], { postIds: [postId] });
      await tell(tx, viewer, row, 'work-approved', {});
      return moderated(row);
    });
  } catch (error) {
    if (isOfLeavingAccount(error)) throw new ExpectedError('account-closing');
    throw error;
  }
}

/**
 * Makes a work that waits a draft again, for moderators and admins. Its artist gets a mail.
 * @param reason in words for its artist.
 * @throws {ExpectedError} not-found (also for viewers who are neither, and for a moderator's own work), changed-elsewhere
 */
export async function declinePost(viewer: Viewer, postId: string, reason: string): Promise<ModeratedPost> {
  assertModerator(viewer);
  return db().$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      UPDATE posts SET waiting_since = NULL, updated_at = now()
       FROM users WHERE posts.id = ${postId}::uuid AND users.id = artist_id AND waiting_since IS NOT NULL AND hidden_at IS NULL
       RETURNING ${COLUMNS}`;
    if (!row) return unchanged(tx, postId, 'DRAFT');
    await tell(tx, viewer, row, 'work-declined', { reason });
    return moderated(row);
  });
}

const moderated = ({ id, slug, username }: Row): ModeratedPost => ({ id, slug, username });

/** Records it, and tells the artist. @throws {ExpectedError} not-found, for a moderator's own work */
async function tell(
  tx: Db,
  viewer: Viewer,
  { id, slug, title, artistId, email }: Row,
  kind: 'work-approved' | 'work-declined',
  details: Record<string, string>,
): Promise<void> {
  if (!mayJudge(viewer, artistId)) throw new ExpectedError('not-found');
  const subject = { kind: 'work', id, name: title } as const;
  await recordAudit({ actor: viewer, action: kind, subject, details }, tx);
  const path = kind === 'work-approved' ? `/posts/${slug}` : `/posts/${slug}/edit`;
  await queueAccountMail({ kind, userId: artistId, recipient: email, data: { title, path, ...details } }, tx);
}

/** A work that somebody else has decided about in the same way; otherwise why nothing was changed. */
async function unchanged(tx: Db, postId: string, wanted: 'LISTED' | 'DRAFT'): Promise<ModeratedPost> {
  const post = await tx.post.findFirst({
    where: { id: postId },
    select: { id: true, slug: true, status: true, waitingSince: true, artist: { select: { username: true } } },
  });
  if (post?.waitingSince) throw new ExpectedError('changed-elsewhere');
  if (post?.status !== wanted) throw new ExpectedError('not-found');
  return { id: post.id, slug: post.slug, username: post.artist.username };
}
