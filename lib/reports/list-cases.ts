import { assertModerator } from '#lib/accounts/assert-admin.ts';
import { type CaseDecision, db, Prisma } from '#lib/db.ts';
import { type KeysetCursor, type KeysetPage, keysetPage } from '#lib/domain/keyset-page.ts';
import { restorableBetween } from '#lib/domain/reports/business-days.ts';
import type { CaseRow } from '#lib/domain/reports/case.ts';
import { noticeFields } from '#lib/domain/reports/notice.ts';
import type { SubjectKind } from '#lib/domain/reports/report.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { CaseFilter } from '#lib/schemas/reports.ts';

const CASES_PAGE_SIZE = 20;
/** Reports of one case, and decisions, that are shown. */
const MAX_SHOWN = 20;

/**
 * The moderators' queue: cases that wait, the oldest first, or those that are decided, the newest first; for moderators
 * without those about themselves. Uses the indexes report_cases_queue and report_cases_queue_by_kind.
 * @throws {ExpectedError} not-found for viewers who are neither moderators nor admins
 */
export async function listCases(
  viewer: Viewer,
  { kind, state }: CaseFilter,
  cursor: KeysetCursor | null,
): Promise<KeysetPage<CaseRow & { createdAt: Date }>> {
  assertModerator(viewer);
  const isOpen = state === 'open';
  const ofKind = kind === null ? Prisma.empty : Prisma.sql`AND subject_kind = ${kind}`;
  const ofOthers =
    viewer.role === 'ADMIN' ? Prisma.empty : Prisma.sql`AND artist_id IS DISTINCT FROM ${viewer.id}::uuid`;
  // “older” is further down the list, which begins with the oldest of the open ones.
  const isDown = cursor?.direction !== 'newer';
  const isAscending = isOpen === isDown;
  const order = isAscending ? Prisma.sql`opened_at, id` : Prisma.sql`opened_at DESC, id DESC`;
  const beyond = cursor
    ? Prisma.sql`AND (opened_at, id) ${isAscending ? Prisma.sql`>` : Prisma.sql`<`} (${cursor.at}, ${cursor.id}::uuid)`
    : Prisma.empty;
  const keys = await db().$queryRaw<{ id: string; createdAt: Date }[]>`
    SELECT id::text, opened_at AS "createdAt" FROM report_cases
    WHERE is_open = ${isOpen} ${ofKind} ${ofOthers} ${beyond} ORDER BY ${order} LIMIT ${CASES_PAGE_SIZE + 1}`;
  const page = keysetPage(keys, cursor, CASES_PAGE_SIZE);
  const cases = await loadCases(
    page.rows.map(({ id }) => id),
    viewer.role === 'ADMIN',
  );
  return {
    ...page,
    rows: page.rows.flatMap((key) => {
      const found = cases.get(key.id);
      return found ? [{ ...found, createdAt: key.createdAt }] : [];
    }),
  };
}

async function loadCases(ids: string[], isAdmin: boolean): Promise<Map<string, CaseRow>> {
  const rows = await db().reportCase.findMany({
    where: { id: { in: ids } },
    select: {
      ...{
        id: true,
        version: true,
        subjectKind: true,
        subjectId: true,
        subjectName: true,
        artistId: true,
        isOpen: true,
        openedAt: true,
      },
      // Those that wait for a decision first, then the newest.
      reports: {
        orderBy: [{ decisionId: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
        take: MAX_SHOWN,
        select: { id: true, reason: true, text: true, email: true, notice: true, createdAt: true },
      },
      decisions: { orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }], take: MAX_SHOWN },
      _count: { select: { reports: true } },
    },
  });
  const works = rows.filter(({ subjectKind }) => subjectKind === 'work').map(({ subjectId }) => subjectId);
  const [posts, artists] = await Promise.all([
    db().post.findMany({
      where: { id: { in: works } },
      select: { id: true, slug: true, title: true, status: true, hiddenAt: true, hiddenWithArtist: true },
    }),
    db().user.findMany({
      where: { id: { in: rows.flatMap(({ artistId }) => artistId ?? []) } },
      select: { id: true, username: true, displayName: true, suspendedAt: true },
    }),
  ]);
  const postById = new Map(posts.map((post) => [post.id, post]));
  const artistById = new Map(artists.map((artist) => [artist.id, artist]));
  return new Map(
    rows.map((row) => {
      const kind = row.subjectKind as SubjectKind;
      const post = kind === 'work' ? postById.get(row.subjectId) : undefined;
      const artist = row.artistId ? artistById.get(row.artistId) : undefined;
      const isPublic = post && post.status !== 'DRAFT' && post.hiddenAt === null;
      const path = isPublic
        ? `/posts/${post.slug}`
        : kind === 'artist' && artist && !artist.suspendedAt
          ? `/artists/${artist.username}`
          : null;
      return [
        row.id,
        {
          ...{ id: row.id, version: row.version },
          kind,
          name: post?.title ?? row.subjectName,
          path,
          artist: artist
            ? { username: artist.username, displayName: artist.displayName, isSuspended: artist.suspendedAt !== null }
            : null,
          isOpen: row.isOpen,
          openedAt: row.openedAt.toISOString(),
          isHidden: post !== undefined && post.hiddenAt !== null && !post.hiddenWithArtist,
          reports: row.reports.map(({ id, reason, text, email, notice, createdAt }) => ({
            ...{ id, reason, text, createdAt: createdAt.toISOString() },
            email: isAdmin ? email : null,
            notice: noticeFields(notice, isAdmin),
          })),
          more: Math.max(0, row._count.reports - row.reports.length),
          decisions: row.decisions.map((each) => ({
            ...{ id: each.id, decision: each.decision, rule: each.rule, reason: each.reason },
            ...{ moderator: each.moderatorName, answer: each.answer },
            decidedAt: each.decidedAt.toISOString(),
            answeredAt: each.answeredAt?.toISOString() ?? null,
            counter: counterOf(each, isAdmin),
          })),
        } satisfies CaseRow,
      ];
    }),
  );
}

function counterOf(
  { counterNotice, counteredAt }: CaseDecision,
  isAdmin: boolean,
): CaseRow['decisions'][number]['counter'] {
  if (!counteredAt) return null;
  const { from, until } = restorableBetween(counteredAt);
  const days = { from: from.toISOString(), until: until.toISOString() };
  return { at: counteredAt.toISOString(), fields: noticeFields(counterNotice, isAdmin), ...days };
}
