import { randomBytes } from 'node:crypto';
import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db, isUniqueViolation } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { slugify } from '#lib/domain/posts/slug.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { CollectionInput } from '#lib/schemas/collections.ts';

/** What was saved; or, if nothing was, the slugs that no work has which can be in it. */
export type SavedCollection = { id: string; slug: string; unknown: [] } | { unknown: string[] };

const SLUG_ATTEMPTS = 5;

/**
 * Creates a collection, or replaces one. Its slug comes from its first title and never changes. Works must be public, or in it
 * already: one that is hidden for a while keeps its place.
 * @param existing null for a new one; a save with another version than the stored one changes nothing.
 * @param creationKey identifies the form and its content: of several calls with the same key only the first creates one.
 * @throws {ExpectedError} not-found (also for viewers who are not admins), changed-elsewhere
 */
export async function saveCollection(
  viewer: Viewer,
  existing: { id: string; version: number } | null,
  { works, ...fields }: CollectionInput,
  creationKey: string | null = null,
): Promise<SavedCollection> {
  assertAdmin(viewer);
  for (let attempt = 0; ; attempt++) {
    try {
      return await db().$transaction(async (tx) => {
        const { ids, unknown } = await findWorks(tx, works, existing?.id ?? null);
        if (unknown.length > 0) return { unknown };
        const data = { ...fields, startsOn: dateOf(fields.startsOn), endsOn: dateOf(fields.endsOn) };
        const saved = existing
          ? await replace(tx, existing, data)
          : await create(tx, { ...data, creationKey }, attempt);
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
      if (existing || !isUniqueViolation(error)) throw error;
      const created = creationKey && (await findCreated(creationKey));
      if (created) return { ...created, unknown: [] };
      if (attempt >= SLUG_ATTEMPTS) throw error;
    }
  }
}

const dateOf = (day: string | null) => (day === null ? null : new Date(`${day}T00:00:00Z`));

type Data = { title: string; text: string; isPublished: boolean; startsOn: Date | null; endsOn: Date | null };

const findCreated = (creationKey: string) =>
  db().collection.findFirst({ where: { creationKey }, select: { id: true, slug: true } });

type NewData = Data & { creationKey: string | null };

function create(tx: Db, data: NewData, attempt: number): Promise<{ id: string; slug: string }> {
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

/** @param collectionId null for a new collection */
async function findWorks(tx: Db, slugs: readonly string[], collectionId: string | null) {
  const isPublic = { status: { not: 'DRAFT' }, hiddenAt: null } as const;
  const isInIt = collectionId === null ? [] : [{ collections: { some: { collectionId } } }];
  const rows = await tx.post.findMany({
    where: { slug: { in: [...slugs] }, OR: [isPublic, ...isInIt] },
    select: { id: true, slug: true },
  });
  const bySlug = new Map(rows.map(({ id, slug }) => [slug, id]));
  return {
    ids: slugs.flatMap((slug) => bySlug.get(slug) ?? []),
    unknown: slugs.filter((slug) => !bySlug.has(slug)),
  };
}
