import { randomUUID } from 'node:crypto';
import { assertAdmin, assertModerator } from '#lib/accounts/assert-admin.ts';
import { announceSuspension, suspendAccountIn } from '#lib/accounts/suspend-account.ts';
import { WORKS_TIMEOUT } from '#lib/accounts/works-of-account.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Decision, ReportReason, SubjectKind } from '#lib/domain/reports/report.ts';
import { mayJudge, type Viewer } from '#lib/domain/viewer.ts';
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
  version: number;
  /** Whether the artist has answered, or sent a counter-notice, since the last decision. */
  isAnswered: boolean;
};

/**
 * Decides about a case: what it is about is changed, the case is closed, and the artist and those who have reported it are
 * told, in one transaction.
 * @param version of the case that the moderator saw.
 * @returns the work whose pages have to be refreshed, if one was hidden or shown.
 * @throws {ExpectedError} not-found (also for viewers who are neither moderators nor admins, for moderators who suspend, and
 *   for their own works), case-decided (somebody else was faster, or something new has arrived), own-account
 */
export async function decideCase(
  viewer: Viewer,
  { caseId, version }: { caseId: string; version: number },
  choice: DecisionInForm,
): Promise<ModeratedPost | null> {
  assertModerator(viewer);
  if (choice.decision === 'suspended') assertAdmin(viewer);
  const done = await db().$transaction(async (tx) => {
    const locked = await lockCase(tx, caseId);
    if (!locked) throw new ExpectedError('not-found');
    if (locked.version !== version) throw new ExpectedError('case-decided');
    const made = await decide(tx, viewer, locked, choice);
    if (!made) throw new ExpectedError('case-decided');
    return made;
  }, WORKS_TIMEOUT);
  await announceSuspension(done.suspended);
  return done.post;
}

/**
 * Hides a work that nobody has reported, or shows it again: the same decision, with a case of its own. Nothing is decided
 * about a work that is hidden, or shown, already.
 * @throws {ExpectedError} not-found
 */
export async function decideAboutWork(
  viewer: Viewer,
  postId: string,
  choice: DecisionInForm & { decision: 'hidden' | 'shown' },
): Promise<ModeratedPost> {
  assertModerator(viewer);
  return db().$transaction(async (tx) => {
    const work = await tx.post.findFirst({
      where: { id: postId },
      select: {
        ...{ id: true, slug: true, title: true, artistId: true, hiddenAt: true, hiddenWithArtist: true },
        artist: { select: { username: true } },
      },
    });
    if (!work || !mayJudge(viewer, work.artistId)) throw new ExpectedError('not-found');
    const post = { id: work.id, slug: work.slug, username: work.artist.username };
    const isHidden = work.hiddenAt !== null && !work.hiddenWithArtist;
    if (isHidden === (choice.decision === 'hidden')) return post;
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
    await decide(tx, viewer, locked, choice);
    return post;
  });
}

async function lockCase(tx: Db, caseId: string): Promise<LockedCase | null> {
  const [row] = await tx.$queryRaw<Omit<LockedCase, 'isAnswered'>[]>`
    SELECT id::text, subject_kind AS "subjectKind", subject_id AS "subjectId", subject_name AS "subjectName",
      artist_id::text AS "artistId", is_open AS "isOpen", opened_at AS "openedAt", version
    FROM report_cases WHERE id = ${caseId}::uuid FOR UPDATE`;
  if (!row) return null;
  // After the lock, so that a decision which it waited for is seen.
  const last = await tx.caseDecision.findFirst({
    where: { caseId },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    select: { decidedAt: true },
  });
  if (!last) return { ...row, isAnswered: false };
  // Not only of the last one: it may have dismissed something else.
  const since = { gte: last.decidedAt };
  const answered = await tx.caseDecision.count({
    where: { caseId, OR: [{ answeredAt: since }, { counteredAt: since }] },
  });
  return { ...row, isAnswered: answered > 0 };
}

/** @returns null if it was so already: nothing is decided then. */
async function decide(tx: Db, viewer: Viewer, about: LockedCase, choice: DecisionInForm) {
  const { id: caseId, artistId } = about;
  const { decision, rule, reason } = choice;
  if (!mayJudge(viewer, artistId)) throw new ExpectedError('not-found');
  const isWork = about.subjectKind === 'work';
  if (decision === 'dismissed' ? !about.isOpen : decision === 'suspended' ? !artistId : !isWork)
    throw new ExpectedError('not-found');
  const subject = { kind: aboutKind(about.subjectKind), id: about.subjectId, name: about.subjectName };
  if (decision === 'dismissed') await recordAudit({ actor: viewer, action: 'report-dismissed', subject }, tx);
  const moderated =
    decision === 'hidden'
      ? await hidePost(viewer, about.subjectId, reason, tx)
      : decision === 'shown'
        ? await showPost(viewer, about.subjectId, tx)
        : null;
  const suspended = decision === 'suspended' && artistId ? await suspendAccountIn(tx, viewer, artistId) : null;
  if (moderated?.isChanged === false || (decision === 'suspended' && !suspended)) return null;
  const made = await tx.caseDecision.create({
    data: {
      ...{ caseId, decision, rule, reason, moderatorId: viewer.id, moderatorName: viewer.username },
      waitedSince: about.isOpen ? about.openedAt : null,
    },
    select: { id: true },
  });
  await tx.reportCase.updateMany({ where: { id: caseId }, data: { isOpen: false, version: { increment: 1 } } });
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
  return { post: moderated?.post ?? null, suspended };
}

const aboutKind = (kind: SubjectKind) => (kind === 'artist' ? ('account' as const) : kind);
