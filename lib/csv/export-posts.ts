import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { db } from '#lib/db.ts';
import { csvFile } from '#lib/domain/csv.ts';
import type { KeysetCursor } from '#lib/domain/keyset-page.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { keysetClause } from '#lib/posts/queries.ts';
import { ALL_POSTS_COLUMNS, type CsvPost, csvPostColumns, POST_COLUMNS, toCsvPost } from './post-columns.ts';

const BATCH = 500;

/** The viewer's works as CSV, newest first, as an import reads them. Uses the index posts_by_artist. */
export const exportOwnPosts = (viewer: Viewer): AsyncGenerator<string> => csvFile(POST_COLUMNS, ownPosts(viewer));

async function* ownPosts(viewer: Viewer): AsyncGenerator<CsvPost[]> {
  for (let cursor: KeysetCursor | null = null; ; ) {
    const keys: { id: string; createdAt: Date }[] = await db().$queryRaw`
      SELECT id, created_at AS "createdAt" FROM posts
      WHERE artist_id = ${viewer.id}::uuid ${keysetClause(cursor)} LIMIT ${BATCH}`;
    yield await loadPosts(keys.map(({ id }) => id));
    const last = keys.at(-1);
    if (!last || keys.length < BATCH) return;
    cursor = { direction: 'older', at: last.createdAt, id: last.id };
  }
}

/**
 * The works of all artists as CSV, oldest first, drafts and hidden ones too.
 * @throws {ExpectedError} not-found, admin-needs-factor
 */
export function exportAllPosts(viewer: Viewer): AsyncGenerator<string> {
  assertAdmin(viewer);
  return csvFile(ALL_POSTS_COLUMNS, allPosts());
}

async function* allPosts(): AsyncGenerator<CsvPost[]> {
  for (let after: string | null = null; ; ) {
    const rows: Parameters<typeof toCsvPost>[0][] = await db().post.findMany({
      where: after === null ? {} : { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: BATCH,
      select: csvPostColumns,
    });
    yield rows.map(toCsvPost);
    after = rows.at(-1)?.id ?? null;
    if (after === null || rows.length < BATCH) return;
  }
}

/** In the order of the ids. */
async function loadPosts(ids: string[]): Promise<CsvPost[]> {
  const rows = await db().post.findMany({ where: { id: { in: ids } }, select: csvPostColumns });
  const byId = new Map(rows.map((row) => [row.id, toCsvPost(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
