import { randomBytes } from 'node:crypto';
import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db, isUniqueViolation } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { slugify } from '#lib/domain/posts/slug.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { CollectionInput } from '#lib/schemas/collections.ts';

/** What was saved; or, if nothing was, the slugs that no public work has. */
export type SavedCollection = { id: string; slug: string; unknown: [] } | { unknown: string[] };

const SLUG_ATTEMPTS = 5;

/**
 * Creates a collection, or replaces one. Its slug comes from its first title and never changes.
 * @param existing null for a new one; a save with another version than the stored one changes nothing.
 * @throws {ExpectedError} not-found (also for viewers who are not admins), changed-elsewhere
 */
export async function saveCollection(
  viewer: Viewer,
  existing: { id: string; version: number } | null,
  { works, ...fields }: CollectionInput,
): Promise<SavedCollection> {
  assertAdmin(viewer);
  for (let attempt = 0; ; attempt++) {
    try {
      return await db().$transaction(async (tx) => {
        const { ids, unknown } = await findWorks(tx, works);
        if (unknown.length > 0) return { unknown };
        const data = { ...fields, startsOn: dateOf(fields.startsOn), endsOn: dateOf(fields.endsOn) };
        const saved = existing ? await replace(tx, existing, data) : await create(tx, data, attempt);
        await tx.collectionPost.deleteMany({ where: { collectionId: saved.id } });
        await tx.collectionPost.createMany({
          data: ids.map((postId, position) => ({ collectionId: saved.id, postId, position })),
        });
        const subject = { kind: 'collection' as const, id: saved.id, name: fields.title };
        const details = { works: ids.length, published: fields.isPublished };
        await recordAudit({ actor: viewer, action: 'collection-saved', subject, details }, tx);
        return { ...saved, unknown: [] };
      });
    } catch (error) {
      if (existing || !isUniqueViolation(error) || attempt >= SLUG_ATTEMPTS) throw error;
    }
  }
}

const dateOf = (day: string | null) => (day === null ? null : new Date(`${day}T00:00:00Z`));

type Data = { title: string; text: string; isPublished: boolean; startsOn: Date | null; endsOn: Date | null };

function create(tx: Db, data: Data, attempt: number): Promise<{ id: string; slug: string }> {
  const base = slugify(data.title) || 'collection';
  const slug = attempt === 0 ? base : `${base}-${randomBytes(3).toString('hex')}`;
  return tx.collection.create({ data: { ...data, slug }, select: { id: true, slug: true } });
}

async function replace(tx: Db, { id, version }: { id: string; version: number }, data: Data) {
  const [saved] = await tx.collection.updateManyAndReturn({
    where: { id, version },
    data: { ...data, version: { increment: 1 } },
    select: { id: true, slug: true },
  });
  if (saved) return saved;
  const isThere = await tx.collection.findFirst({ where: { id }, select: { id: true } });
  throw new ExpectedError(isThere ? 'changed-elsewhere' : 'not-found');
}

async function findWorks(tx: Db, slugs: readonly string[]): Promise<{ ids: string[]; unknown: string[] }> {
  const rows = await tx.post.findMany({
    where: { slug: { in: [...slugs] }, status: { not: 'DRAFT' }, hiddenAt: null },
    select: { id: true, slug: true },
  });
  const bySlug = new Map(rows.map(({ id, slug }) => [slug, id]));
  return {
    ids: slugs.flatMap((slug) => bySlug.get(slug) ?? []),
    unknown: slugs.filter((slug) => !bySlug.has(slug)),
  };
}
