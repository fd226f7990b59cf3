import { db } from '#lib/db.ts';
import type { LegalPage } from '#lib/domain/settings/legal-pages.ts';

export type LegalPageText = {
  number: number;
  /** Markdown; '' if this version took the page down. */
  text: string;
  /** ISO 8601. */
  savedAt: string;
};

const MAX_LISTED = 100;

/** One version of a page, the newest if no number is given; null if there is none. */
export async function getLegalPage(page: LegalPage, number?: number): Promise<LegalPageText | null> {
  const found = await db().legalPageVersion.findFirst({
    where: { page, ...(number !== undefined && { number }) },
    orderBy: { number: 'desc' },
    select: { number: true, text: true, savedAt: true },
  });
  return found && { ...found, savedAt: found.savedAt.toISOString() };
}

/** The newest hundred versions without their texts, for admins. */
export async function listLegalPageVersions(page: LegalPage) {
  const versions = await db().legalPageVersion.findMany({
    where: { page },
    orderBy: { number: 'desc' },
    take: MAX_LISTED,
    select: { number: true, savedAt: true, authorName: true },
  });
  return versions.map((version) => ({ ...version, savedAt: version.savedAt.toISOString() }));
}
