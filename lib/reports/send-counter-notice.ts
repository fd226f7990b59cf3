import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { CounterNotice } from '#lib/schemas/reports.ts';
import { reopenCase } from './open-case.ts';
import { queueReportMail } from './report.ts';

/**
 * The artist's counter-notice to a decision that follows the notice of a rights holder, once; the case waits again, and who
 * sent the notice gets a copy, as 17 U.S.C. § 512(g)(2)(B) asks.
 * @throws {ExpectedError} not-found (also for other people's), already-answered, nothing-to-answer
 */
export async function sendCounterNotice(viewer: Viewer, notice: CounterNotice): Promise<void> {
  const { decisionId, name, address, phone, signature } = notice;
  await db().$transaction(async (tx) => {
    const found = await tx.caseDecision.findFirst({
      where: { id: decisionId, case: { artistId: viewer.id } },
      select: { caseId: true, case: { select: { subjectId: true, subjectName: true } } },
    });
    if (!found) throw new ExpectedError('not-found');
    const { caseId } = found;
    // Locked first, as by a moderator who is deciding.
    await tx.$queryRaw`SELECT 1 FROM report_cases WHERE id = ${caseId}::uuid FOR UPDATE`;
    const last = await tx.caseDecision.findFirstOrThrow({
      where: { caseId, decision: { not: 'dismissed' } },
      orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
      select: { id: true, decision: true, rule: true, counteredAt: true },
    });
    if (last.id !== decisionId || last.decision !== 'hidden' || last.rule !== 'rights')
      throw new ExpectedError('nothing-to-answer');
    if (last.counteredAt) throw new ExpectedError('already-answered');
    await tx.caseDecision.updateMany({
      where: { id: decisionId },
      data: { counterNotice: { name, address, phone, signature }, counteredAt: new Date() },
    });
    await reopenCase(tx, caseId);
    const senders = await tx.report.findMany({
      where: { decisionId, notice: { not: Prisma.DbNull }, email: { not: null } },
      select: { id: true, email: true },
    });
    for (const { id, email } of senders) if (email) await queueReportMail(tx, 'report-countered', { id, email });
    const subject = { kind: 'work', id: found.case.subjectId, name: found.case.subjectName } as const;
    await recordAudit({ actor: viewer, action: 'counter-notice-sent', subject }, tx);
  });
}
