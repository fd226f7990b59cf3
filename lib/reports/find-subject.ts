import { db } from '#lib/db.ts';
import { isSlug } from '#lib/domain/posts/slug.ts';
import type { ReportSubject } from '#lib/domain/reports/report.ts';
import { getArtist } from '#lib/posts/queries.ts';

/** A public work by its slug, as what is reported; null for any other. */
export async function findReportedWork(slug: string): Promise<ReportSubject | null> {
  if (!isSlug(slug)) return null;
  const post = await db().post.findFirst({
    where: { slug, status: { not: 'DRAFT' }, hiddenAt: null },
    select: { id: true, title: true, artistId: true },
  });
  return post && { kind: 'work', id: post.id, name: post.title, artistId: post.artistId };
}

/** An artist with a page, by username; null for any other account. */
export async function findReportedArtist(username: string): Promise<ReportSubject | null> {
  const artist = await getArtist(username);
  return artist && { kind: 'artist', id: artist.id, name: artist.username, artistId: artist.id };
}
