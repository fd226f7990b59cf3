import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { OwnDecision } from '#lib/domain/reports/case.ts';
import { canBeAnswered } from '#lib/domain/reports/report.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { reopenCase } from './open-case.ts';

/** So many of the newest are listed. */
const MAX_LISTED = 100;

/** What was decided about the viewer's works, the newest first; not what was dismissed. */
export async function listOwnDecisions(viewer: Viewer): Promise<OwnDecision[]> {
  const rows = await db().caseDecision.findMany({
    where: { case: { artistId: viewer.id }, decision: { not: 'dismissed' } },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    take: MAX_LISTED,
    select: {
      ...{ id: true, decision: true, rule: true, reason: true, decidedAt: true, waitedSince: true, answer: true },
      ...{ answeredAt: true, counteredAt: true, case: { select: { id: true, subjectName: true } } },
    },
  });
  const newest = new Set<string>();
  return rows.map(({ case: about, decidedAt, waitedSince, answeredAt, counteredAt, ...row }) => {
    // Listed newest first: only the first of a case is in force.
    const isInForce = !newest.has(about.id);
    newest.add(about.id);
    return {
      ...row,
      title: about.subjectName,
      decidedAt: decidedAt.toISOString(),
      isReported: waitedSince !== null,
      canCounter: isInForce && counteredAt === null && row.decision === 'hidden' && row.rule === 'rights',
      counteredAt: counteredAt?.toISOString() ?? null,
      canAnswer: isInForce && answeredAt === null && canBeAnswered(row.decision),
    };
  });
}

/**
 * The artist answers a decision about a work of theirs, once; the case waits again, and the queue shows the answer.
 * @throws {ExpectedError} not-found (also for other people's), already-answered, nothing-to-answer
 */
export async function answerDecision(viewer: Viewer, decisionId: string, answer: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const found = await tx.caseDecision.findFirst({
      where: { id: decisionId, case: { artistId: viewer.id } },
      select: { caseId: true },
    });
    if (!found) throw new ExpectedError('not-found');
    const { caseId } = found;
    // Locked first, as by a moderator who is deciding.
    await tx.$queryRaw`SELECT 1 FROM report_cases WHERE id = ${caseId}::uuid FOR UPDATE`;
    const last = await tx.caseDecision.findFirstOrThrow({
      where: { caseId, decision: { not: 'dismissed' } },
      orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
      select: { id: true, decision: true, answeredAt: true, case: { select: { subjectId: true, subjectName: true } } },
    });
    if (last.id !== decisionId || !canBeAnswered(last.decision)) throw new ExpectedError('nothing-to-answer');
    if (last.answeredAt) throw new ExpectedError('already-answered');
    await tx.caseDecision.updateMany({ where: { id: decisionId }, data: { answer, answeredAt: new Date() } });
    await reopenCase(tx, caseId);
    const subject = { kind: 'work', id: last.case.subjectId, name: last.case.subjectName } as const;
    await recordAudit({ actor: viewer, action: 'decision-answered', subject }, tx);
  });
}
