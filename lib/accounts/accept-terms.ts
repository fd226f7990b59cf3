import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { termsInForce } from '#lib/settings/terms.ts';

/**
 * Records that somebody agrees to the terms.
 * @param version the one that their page named; it has to be in force.
 * @throws {ExpectedError} terms-changed, if there is a newer one by now.
 */
export async function acceptTerms(viewer: Viewer, version: number): Promise<void> {
  if ((await termsInForce()) !== version) throw new ExpectedError('terms-changed');
  await db().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: viewer.id, OR: [{ termsVersion: null }, { termsVersion: { lt: version } }] },
      data: { termsVersion: version, termsAcceptedAt: new Date() },
    });
    if (count === 0) return;
    const record = { actor: viewer, action: 'terms-accepted', subject: accountSubject(viewer) } as const;
    await recordAudit({ ...record, details: { version } }, tx);
  });
}
