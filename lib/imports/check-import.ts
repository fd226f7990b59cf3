import { db } from '#lib/db.ts';
import { decodeCsv } from '#lib/domain/imports/decode-csv.ts';
import { type ImportProblem, PUBLISHING_REFUSALS, RefusedImport } from '#lib/domain/imports/import.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { env } from '#lib/env.ts';
import { publishingRefusal } from '#lib/posts/publishing-refusal.ts';
import { requireQuota } from '#lib/posts/require-quota.ts';
import { findNamedPosts, storedWork } from './find-posts.ts';
import type { ImportZip } from './import-zip.ts';
import { type MatchedRow, matchPosts } from './match-posts.ts';
import { type ParsedRow, parseRow } from './parse-row.ts';
import { readCsv } from './read-csv.ts';

/**
 * Checks a whole file and writes nothing: what the post form would refuse, pictures that are not there, works that cannot be
 * changed, and what the account has no room for.
 * @returns what would become of each row.
 * @throws {RefusedImport} with everything that is wrong
 */
export async function checkImport(viewer: Viewer, csv: Uint8Array, zip: ImportZip | null): Promise<MatchedRow[]> {
  const { NEXTAUTH_URL, WEBHOOK_PRIVATE_NETWORKS } = env();
  const places = { zip, shop: new URL(NEXTAUTH_URL).origin, allowsHttp: WEBHOOK_PRIVATE_NETWORKS.length > 0 };
  const read = readCsv(decodeCsv(csv));
  const find = await findNamedPosts(viewer, read);
  const parsed = read.map((row) => {
    const post = find(row);
    const result = parseRow(row, places, post && storedWork(post));
    return Array.isArray(result) ? result : { ...result, post };
  });
  const problems = parsed.flatMap((row) => (Array.isArray(row) ? row : []));
  const rows = parsed.flatMap((row) => (Array.isArray(row) ? [] : [row]));
  problems.push(...(await foreignPictures(viewer, rows)));
  const matched = await matchPosts(viewer, rows);
  problems.push(...matched.problems);
  // Counts are right only if all rows are.
  if (problems.length === 0) problems.push(...(await requireRoom(viewer, matched.rows, zip)));
  if (problems.length > 0) throw new RefusedImport(problems.sort((one, other) => (one.row ?? 0) - (other.row ?? 0)));
  return matched.rows;
}

/** Pictures of this shop count as the artist's own by their key; others cannot be taken over. */
async function foreignPictures(viewer: Viewer, rows: readonly ParsedRow[]): Promise<ImportProblem[]> {
  const keys = rows.flatMap(({ pictures }) => pictures.flatMap((picture) => ('own' in picture ? picture.own : [])));
  if (keys.length === 0) return [];
  const images = await db().postImage.findMany({
    where: { key: { in: keys }, ownerId: viewer.id },
    select: { key: true },
  });
  const own = new Set(images.map(({ key }) => key));
  return rows.flatMap(({ number, pictures }) =>
    pictures
      .filter((picture) => 'own' in picture && !own.has(picture.own))
      .map(({ name }) => ({
        row: number,
        column: 'pictures',
        message: `“${name}” is not a picture of yours, or is not here any more.`,
      })),
  );
}

async function requireRoom(
  viewer: Viewer,
  rows: readonly MatchedRow[],
  zip: ImportZip | null,
): Promise<ImportProblem[]> {
  const problems: ImportProblem[] = [];
  const refuse = (column: string | null, message: string) => problems.push({ row: null, column, message });
  const changed = rows.filter(({ action }) => action !== 'skip');
  const isPublished = changed.some(({ state, post }) => state === 'LISTED' && post?.status !== 'LISTED');
  const refusal = isPublished ? await publishingRefusal(viewer) : null;
  if (refusal) refuse('state', `${PUBLISHING_REFUSALS[refusal]} Or leave “state” empty: new works become drafts then.`);
  const created = changed.filter(({ action }) => action === 'create');
  const added = changed.flatMap(({ pictures }) => pictures.filter((picture) => !('own' in picture)));
  const [quota, kept] = await Promise.all([db().$transaction((tx) => requireQuota(tx, viewer)), countKept(viewer)]);
  const drafts = created.filter(({ state }) => state !== 'LISTED').length;
  // A work is a draft for a moment before it is published.
  const room = quota.drafts - kept.drafts - (created.length > drafts ? 1 : 0);
  if (created.length > 0 && drafts > room) {
    refuse(null, `These are ${drafts} new drafts, and your account has room for ${Math.max(0, room)}.`);
  }
  if (added.length > quota.pictures - kept.pictures) {
    const left = Math.max(0, quota.pictures - kept.pictures);
    refuse('pictures', `These are ${added.length} new pictures, and your account has room for ${left}.`);
  }
  const sizes = new Map([...(zip?.files.values() ?? [])].map((entry) => [entry.fileName, entry.uncompressedSize]));
  const bytes = added.reduce((sum, picture) => sum + (('entry' in picture && sizes.get(picture.entry)) || 0), 0);
  if (kept.bytes + bytes > quota.pictureBytes) refuse('pictures', 'Your account has no room for so large pictures.');
  return problems;
}

async function countKept({ id }: Viewer): Promise<{ drafts: number; pictures: number; bytes: number }> {
  const [drafts, pictures] = await Promise.all([
    db().post.count({ where: { artistId: id, status: 'DRAFT' } }),
    db().postImage.aggregate({ where: { ownerId: id }, _count: true, _sum: { bytes: true } }),
  ]);
  return { drafts, pictures: pictures._count, bytes: Number(pictures._sum.bytes ?? 0) };
}
