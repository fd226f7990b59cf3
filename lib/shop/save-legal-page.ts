import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, isUniqueViolation } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { LEGAL_PAGES, type LegalPage } from '#lib/domain/settings/legal-pages.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/**
 * Saves a new version of a legal page, which is in force from then on; the others stay. Saving the present text changes
 * nothing, and an empty one takes the page down.
 * @param number the version that the form began with; 0 if there was none.
 * @returns the version that is in force now.
 * @throws {ExpectedError} not-found, admin-needs-factor, changed-elsewhere
 */
export async function saveLegalPage(viewer: Viewer, page: LegalPage, text: string, number: number): Promise<number> {
  assertAdmin(viewer);
  const newest = await db().legalPageVersion.findFirst({
    where: { page },
    orderBy: { number: 'desc' },
    select: { number: true, text: true },
  });
  if ((newest?.text ?? '') === text) return newest?.number ?? 0;
  if ((newest?.number ?? 0) !== number) throw new ExpectedError('changed-elsewhere');
  const next = number + 1;
  try {
    await db().$transaction(async (tx) => {
      const author = { authorId: viewer.id, authorName: viewer.username };
      await tx.legalPageVersion.create({ data: { page, number: next, text, ...author } });
      const subject = { kind: 'shop', id: page, name: LEGAL_PAGES[page].title } as const;
      const details = { version: next, characters: [...text].length };
      await recordAudit({ actor: viewer, action: 'legal-page-saved', subject, details }, tx);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new ExpectedError('changed-elsewhere');
    throw error;
  }
  return next;
}
