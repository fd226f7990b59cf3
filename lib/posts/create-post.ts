import { randomBytes } from 'node:crypto';
import { db, isOfLeavingAccount, isUniqueViolation } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { slugify } from '#lib/domain/posts/slug.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { PostInput } from '#lib/schemas/posts.ts';
import { queueWebhooks } from '#lib/webhooks/queue-webhooks.ts';
import { attachPictures } from './attach-pictures.ts';
import { needsApproval } from './needs-approval.ts';
import { publishPost } from './publish-post.ts';
import { publishingRefusal } from './publishing-refusal.ts';
import { requireQuota } from './require-quota.ts';

/** Paths below /posts that are pages of their own. */
const RESERVED_SLUGS = new Set(['', 'new']);

type Options = {
  publish: boolean;
  /** Identifies the form and its content: of several calls with the same key only the first creates a post. */
  creationKey?: string | null;
};

/**
 * Creates a draft or, with `publish`, a published post, or one that waits for approval. Its slug comes from this title and never changes.
 * @returns the post, also if the same form created it before.
 * @throws {ExpectedError} no-pictures, email-unproven, terms-not-accepted, too-many-drafts, account-closing, not-found
 *   (a picture that is not the viewer's)
 */
export async function createPost(
  viewer: Viewer,
  { pictures, price, ...fields }: PostInput,
  { publish, creationKey = null }: Options,
): Promise<{ id: string; slug: string; isWaiting: boolean }> {
  if (publish && pictures.length === 0) throw new ExpectedError('no-pictures', 'pictures');
  const refusal = publish ? await publishingRefusal(viewer) : null;
  if (refusal) throw new ExpectedError(refusal);
  const isWaiting = publish && (await needsApproval(viewer));
  const isListed = publish && !isWaiting;
  const base = slugify(fields.title);
  for (let attempt = 0; ; attempt++) {
    const slug =
      attempt === 0 && !RESERVED_SLUGS.has(base) ? base : `${base || 'work'}-${randomBytes(3).toString('hex')}`;
    try {
      return await db().$transaction(async (tx) => {
        const quota = await requireQuota(tx, viewer);
        const drafts = await tx.post.count({ where: { artistId: viewer.id, status: 'DRAFT' } });
        // Published ones too: unpublished later, they would be drafts without a limit.
        if (drafts >= quota.drafts) throw new ExpectedError('too-many-drafts');
        const post = await tx.post.create({
          data: {
            ...fields,
            slug,
            artistId: viewer.id,
            priceAmount: price.amount,
            priceCurrency: price.currency,
            status: isListed ? 'LISTED' : 'DRAFT',
            listedAt: isListed ? new Date() : null,
            waitingSince: isWaiting ? new Date() : null,
            creationKey,
          },
          select: { id: true, slug: true },
        });
        await attachPictures(tx, viewer, post.id, pictures);
        if (isListed) await queueWebhooks(tx, ['post.published'], { postIds: [post.id] });
        return { ...post, isWaiting };
      });
    } catch (error) {
      if (isOfLeavingAccount(error)) throw new ExpectedError('account-closing');
      if (!isUniqueViolation(error) && !(error instanceof ExpectedError)) throw error;
      const created = creationKey && (await findCreated(viewer, creationKey));
      const result = created && publish ? await publishPost(viewer, created.id) : null;
      if (created) return { ...created, isWaiting: result === 'waiting' };
      if (!isUniqueViolation(error) || attempt >= 5) throw error;
    }
  }
}

const findCreated = (viewer: Viewer, creationKey: string) =>
  db().post.findFirst({ where: { artistId: viewer.id, creationKey }, select: { id: true, slug: true } });
