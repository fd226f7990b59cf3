import { assertModerator } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Db } from '#lib/db.ts';
import { db } from '#lib/db.ts';
import type { AuditDetails } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { queueWebhooks } from '#lib/webhooks/queue-webhooks.ts';

/** A work whose visibility was changed, for the one who refreshes its page. */
export type ModeratedPost = { id: string; slug: string; username: string };

/** `isChanged`: not if it was as it should be already. */
type Moderated = { post: ModeratedPost; isChanged: boolean };

type Row = ModeratedPost & { title: string };

/**
 * Hides a work, for moderators and admins: it is on no public page, and nobody can start to buy it. Open checkouts
 * continue, and a sale stays as it is. A work that is hidden already stays so, with its first reason.
 * @param reason in words for its artist, who reads it on the dashboard.
 * @param tx the transaction of the decision that it belongs to: lib/reports/decide-case.ts
 * @throws {ExpectedError} not-found (also for viewers who are neither)
 */
export function hidePost(viewer: Viewer, postId: string, reason: string, tx?: Db): Promise<Moderated> {
  return moderate(
    { viewer, tx },
    postId,
    'work-hidden',
    { reason },
    (transaction) => transaction.$queryRaw<Row[]>`
    UPDATE posts SET hidden_at = now(), hidden_reason = ${reason}, hidden_with_artist = false
    FROM users WHERE posts.id = ${postId}::uuid AND users.id = artist_id AND (hidden_at IS NULL OR hidden_with_artist)
    RETURNING posts.id, slug, title, username::text AS username`,
  );
}

/**
 * Shows a hidden work again: as it is now, published, sold or a draft. One of a suspended artist stays hidden until the
 * suspension ends: the database sees to that, and this changes nothing about a work that is hidden for it alone.
 * @throws {ExpectedError} as `hidePost`
 */
export function showPost(viewer: Viewer, postId: string, tx?: Db): Promise<Moderated> {
  return moderate(
    { viewer, tx },
    postId,
    'work-shown',
    {},
    (transaction) => transaction.$queryRaw<Row[]>`
    UPDATE posts SET hidden_at = NULL, hidden_reason = NULL
    FROM users
    WHERE posts.id = ${postId}::uuid AND users.id = artist_id AND hidden_at IS NOT NULL AND NOT hidden_with_artist
    RETURNING posts.id, slug, title, username::text AS username`,
  );
}

/** Changes and records, or finds the work as it should be already. */
async function moderate(
  { viewer, tx }: { viewer: Viewer; tx: Db | undefined },
  postId: string,
  action: 'work-hidden' | 'work-shown',
  details: AuditDetails,
  change: (transaction: Db) => Promise<Row[]>,
): Promise<Moderated> {
  assertModerator(viewer);
  const run = async (transaction: Db): Promise<Moderated> => {
    const [changed] = await change(transaction);
    if (changed) {
      const { title, ...post } = changed;
      const subject = { kind: 'work', id: postId, name: title } as const;
      await recordAudit({ actor: viewer, action, subject, details }, transaction);
      const event = action === 'work-hidden' ? 'post.hidden' : 'post.shown';
      await queueWebhooks(transaction, [event], { postIds: [postId] });
      return { post, isChanged: true };
    }
    const unchanged = await transaction.post.findFirst({
      where: { id: postId },
      select: { id: true, slug: true, artist: { select: { username: true } } },
    });
    if (!unchanged) throw new ExpectedError('not-found');
    const { id, slug, artist } = unchanged;
    return { post: { id, slug, username: artist.username }, isChanged: false };
  };
  return tx ? run(tx) : db().$transaction(run);
}
