import { randomUUID } from 'node:crypto';
import { assertAdmin, assertModerator } from '#lib/accounts/assert-admin.ts';
import { announceSuspension, suspendAccountIn } from '#lib/accounts/suspend-account.ts';
import { WORKS_TIMEOUT } from '#lib/accounts/works-of-account.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Decision, ReportReason, SubjectKind } from '#lib/domain/reports/report.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { hidePost, type ModeratedPost, showPost } from '#lib/posts/moderate-post.ts';
import { queueReportMail } from './report.ts';
import { tellArtist } from './tell-artist.ts';

export type DecisionInForm = { decision: Decision; rule: ReportReason | ''; reason: string };

type LockedCase = {
  id: string;
  subjectKind: SubjectKind;
  subjectId: string;
  subjectName: string;
  artistId: string | null;
  isOpen: boolean;
  openedAt: Date;
  /** The last decision; '' for none. */
  known: string;
  /** Whether the artist has answered that one. */
  isAnswered: boolean;
};

/**
 * Decides about a case: what it is about is changed, the case is closed, and the artist and those who have reported it are
 * told, in one transaction.
 * @param known the last decision that the moderator saw, '' for none.
 * @returns the work whose pages have to be refreshed, if one was hidden or shown.
 * @throws {ExpectedError} not-found (also for viewers who are neither moderators nor admins, and for moderators who suspend),
 *   case-decided (somebody else was faster), own-account
 */
export async function decideCase(
  viewer: Viewer,
  { caseId, known }: { caseId: string; known: string },
  choice: DecisionInForm,
): Promise<ModeratedPost | null> {
  assertModerator(viewer);
  if (choice.decision === 'suspended') assertAdmin(viewer);
  const done = await db().$transaction(async (tx) => {
    const locked = await lockCase(tx, caseId);
    if (!locked) throw new ExpectedError('not-found');
    if (locked.known !== known) throw new ExpectedError('case-decided');
    return decide(tx, viewer, locked, choice);
  }, WORKS_TIMEOUT);
  await announceSuspension(done.suspended);
  return done.post;
}

/**
 * Hides a work that nobody has reported, or shows it again: the same decision, with a case of its own.
 * @throws {ExpectedError} not-found
 */
export async function decideAboutWork(
  viewer: Viewer,
  postId: string,
  choice: DecisionInForm & { decision: 'hidden' | 'shown' },
): Promise<ModeratedPost> {
  assertModerator(viewer);
  return db().$transaction(async (tx) => {
    const work = await tx.post.findFirst({ where: { id: postId }, select: { title: true, artistId: true } });
    if (!work) throw new ExpectedError('not-found');
    await tx.$executeRaw`
      INSERT INTO report_cases (id, subject_kind, subject_id, subject_name, artist_id, is_open)
      VALUES (${randomUUID()}::uuid, 'work', ${postId}, ${work.title}, ${work.artistId}::uuid, false)
      ON CONFLICT (subject_kind, subject_id) DO NOTHING`;
    const found = await tx.reportCase.findFirstOrThrow({
      where: { subjectKind: 'work', subjectId: postId },
      select: { id: true },
    });
    const locked = await lockCase(tx, found.id);
    if (!locked) throw new ExpectedError('not-found');
    const { post } = await decide(tx, viewer, locked, choice);
    if (!post) throw new ExpectedError('not-found');
    return post;
  });
}

async function lockCase(tx: Db, caseId: string): Promise<LockedCase | null> {
  const [row] = await tx.$queryRaw<Omit<LockedCase, 'known' | 'isAnswered'>[]>`
    SELECT id::text, subject_kind AS "subjectKind", subject_id AS "subjectId", subject_name AS "subjectName",
      artist_id::text AS "artistId", is_open AS "isOpen", opened_at AS "openedAt"
    FROM report_cases WHERE id = ${caseId}::uuid FOR UPDATE`;
  if (!row) return null;
  // After the lock, so that a decision which it waited for is seen.
  const last = await tx.caseDecision.findFirst({
    where: { caseId },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, answeredAt: true },
  });
  return { ...row, known: last?.id ?? '', isAnswered: Boolean(last?.answeredAt) };
}

async function decide(tx: Db, viewer: Viewer, about: LockedCase, choice: DecisionInForm) {
  const { id: caseId, artistId } = about;
  const { decision, rule, reason } = choice;
  const isWork = about.subjectKind === 'work';
  if (decision === 'dismissed' ? !about.isOpen : decision === 'suspended' ? !artistId : !isWork)
    throw new ExpectedError('not-found');
  const subject = { kind: aboutKind(about.subjectKind), id: about.subjectId, name: about.subjectName };
  if (decision === 'dismissed') await recordAudit({ actor: viewer, action: 'report-dismissed', subject }, tx);
  const post =
    decision === 'hidden'
      ? await hidePost(viewer, about.subjectId, reason, tx)
      : decision === 'shown'
        ? await showPost(viewer, about.subjectId, tx)
        : null;
  const suspended = decision === 'suspended' && artistId ? await suspendAccountIn(tx, viewer, artistId) : null;
  const made = await tx.caseDecision.create({
    data: {
      ...{ caseId, decision, rule, reason, moderatorId: viewer.id, moderatorName: viewer.username },
      waitedSince: about.isOpen ? about.openedAt : null,
    },
    select: { id: true },
  });
  await tx.reportCase.updateMany({ where: { id: caseId }, data: { isOpen: false } });
  const reports = await tx.report.updateManyAndReturn({
    where: { caseId, decisionId: null },
    data: { decisionId: made.id },
    select: { id: true, email: true },
  });
  for (const { id, email } of reports) if (email) await queueReportMail(tx, 'report-decided', { id, email });
  if (artistId)
    await tellArtist(tx, artistId, {
      ...choice,
      title: about.subjectName,
      isReported: reports.length > 0,
      isAnswered: about.isAnswered,
    });
  return { post, suspended };
}

const aboutKind = (kind: SubjectKind) => (kind === 'artist' ? ('account' as const) : kind);
