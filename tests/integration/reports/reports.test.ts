import { expect, test } from 'vitest';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { exportReports } from '#lib/csv/export-reports.ts';
import { db, type Message } from '#lib/db.ts';
import type { AccountMailKind } from '#lib/domain/account-mail.ts';
import { businessDaysLater } from '#lib/domain/reports/business-days.ts';
import {
  MAX_RECEIPTS_A_DAY,
  type ReportMailKind,
  type ReportReason,
  type ReportSubject,
} from '#lib/domain/reports/report.ts';
import { forgetInReports } from '#lib/leaving/forget-in-reports.ts';
import { prepareAccountMail } from '#lib/messages/prepare-account-mail.ts';
import { prepareReportMail } from '#lib/messages/prepare-report-mail.ts';
import { getPublicPost } from '#lib/posts/queries.ts';
import { decideAboutWork, decideCase } from '#lib/reports/decide-case.ts';
import { deleteOldReports } from '#lib/reports/delete-old-reports.ts';
import { fileNotice } from '#lib/reports/file-notice.ts';
import { findReportedArtist, findReportedWork } from '#lib/reports/find-subject.ts';
import { listCases } from '#lib/reports/list-cases.ts';
import { answerDecision, listOwnDecisions } from '#lib/reports/own-decisions.ts';
import { report } from '#lib/reports/report.ts';
import { sendCounterNotice } from '#lib/reports/send-counter-notice.ts';
import { reportStatistics } from '#lib/reports/statistics.ts';
import { rightsNoticeSchema } from '#lib/schemas/reports.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';

const HERE = { address: null, network: null };
const OPEN = { kind: null, state: 'open' } as const;
const HIDE = { decision: 'hidden', rule: 'rights', reason: 'It is a copy.' } as const;
const DISMISS = { decision: 'dismissed', rule: '', reason: '' } as const;
const SHOW = { decision: 'shown', rule: '', reason: '' } as const;

const moderator = await makeUser({ role: 'MODERATOR' });
const admin = await makeUser({ role: 'ADMIN' });

async function subjectOf(slug: string): Promise<ReportSubject> {
  const subject = await findReportedWork(slug);
  if (!subject) throw new Error('the work is not public');
  return subject;
}
const tell = (subject: ReportSubject, email: string | null = null, reason: ReportReason = 'rights') =>
  report(subject, { reason, text: 'See https://example.org', email }, HERE);
const caseOf = async (id: string) => {
  const { rows } = await listCases(moderator, { kind: null, state: 'open' }, null);
  const { rows: closed } = await listCases(moderator, { kind: null, state: 'closed' }, null);
  const found = await db().reportCase.findFirstOrThrow({ where: { subjectId: id } });
  const row = [...rows, ...closed].find((each) => each.id === found.id);
  if (!row) throw new Error('the case is not listed');
  return row;
};
const decide = async (id: string, choice: Parameters<typeof decideCase>[2], viewer = moderator) => {
  const { id: caseId, version } = await caseOf(id);
  return decideCase(viewer, { caseId, version }, choice);
};
/** A mail as it is sent, in one text. */
async function textOf({ kind, userId, reportId, recipient, data }: Message): Promise<string> {
  const mail = reportId
    ? await prepareReportMail(kind as ReportMailKind, reportId)
    : await prepareAccountMail({ kind: kind as AccountMailKind, userId: userId ?? '', recipient, data: data as Texts });
  return [mail?.subject, ...(mail?.paragraphs.map(({ text }) => text) ?? [])].join('\n');
}
type Texts = Record<string, string>;
const mailsTo = async (recipient: string) =>
  (await db().message.findMany({ where: { recipient }, orderBy: { id: 'asc' } })).map(({ kind }) => kind);

test('a work is reported, hidden, answered by its artist and shown again, and everybody is told', async () => {
  const artist = await makeUser();
  const { id, slug, title } = await makePost({ artistId: artist.id });
  const subject = await subjectOf(slug);
  await tell(subject, 'ada@example.net');
  await tell(subject, null, 'fraud');
  const waiting = await caseOf(id);
  expect(waiting).toMatchObject({ kind: 'work', name: title, isOpen: true, isHidden: false, decisions: [] });
  expect(waiting.reports.map(({ reason }) => reason).sort()).toEqual(['fraud', 'rights']);

  expect(await decide(id, HIDE)).toEqual({ id, slug, username: artist.username });
  expect(await getPublicPost(slug)).toBeNull();
  expect(await caseOf(id)).toMatchObject({ isOpen: false, isHidden: true });
  expect(await mailsTo('ada@example.net')).toEqual(['report-received', 'report-decided']);
  const [decision] = await listOwnDecisions(artist);
  expect(decision).toMatchObject({ title, ...HIDE, isReported: true, answer: null, canAnswer: true });

  await answerDecision(artist, decision?.id ?? '', 'I made it.');
  expect(await listOwnDecisions(artist)).toMatchObject([{ answer: 'I made it.', canAnswer: false }]);
  const again = answerDecision(artist, decision?.id ?? '', 'Once more.');
  await expect(again).rejects.toMatchObject({ code: 'already-answered' });
  expect(await caseOf(id)).toMatchObject({ isOpen: true, decisions: [{ answer: 'I made it.', decision: 'hidden' }] });

  await decide(id, SHOW);
  expect(await getPublicPost(slug)).not.toBeNull();
  expect(await mailsTo(artist.email)).toEqual(['work-hidden', 'work-shown']);
  expect((await listOwnDecisions(artist)).map((each) => each.decision)).toEqual(['shown', 'hidden']);
  await expect(answerDecision(artist, decision?.id ?? '', 'Late.')).rejects.toMatchObject({
    code: 'nothing-to-answer',
  });
  const rows = await db().message.findMany({
    where: { OR: [{ userId: artist.id }, { recipient: 'ada@example.net' }] },
  });
  const texts = await Promise.all(rows.map(textOf));
  const about = (start: string) => texts.find((text) => text.startsWith(start));
  expect(about('MakeYourSpace has hidden your work')).toMatch(/It is a copy.*Somebody had reported it/s);
  expect(about('MakeYourSpace has decided about your report')).toMatch(/Study .*We have hidden it/s);
});

test('an answer that changes nothing is answered too', async () => {
  const artist = await makeUser();
  const { id, slug } = await makePost({ artistId: artist.id });
  await decideAboutWork(moderator, id, HIDE);
  expect(await listOwnDecisions(artist)).toMatchObject([{ isReported: false, canAnswer: true }]);
  const [decision] = await listOwnDecisions(artist);
  await answerDecision(artist, decision?.id ?? '', 'Please.');
  await decide(id, DISMISS);
  expect(await getPublicPost(slug)).toBeNull();
  expect(await mailsTo(artist.email)).toEqual(['work-hidden', 'work-stays-hidden']);
});

test('of two decisions at once one is made, and a dismissed report leaves the artist alone', async () => {
  const artist = await makeUser();
  const { id, slug } = await makePost({ artistId: artist.id });
  await tell(await subjectOf(slug), 'ben@example.net');
  const { id: caseId, version } = await caseOf(id);
  const both = await Promise.allSettled(
    [HIDE, DISMISS].map((choice) => decideCase(moderator, { caseId, version }, choice)),
  );
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'case-decided' } });
  expect(await db().caseDecision.count({ where: { caseId } })).toBe(1);
  expect(await mailsTo('ben@example.net')).toEqual(['report-received', 'report-decided']);

  const other = await makePost({ artistId: artist.id });
  await tell(await subjectOf(other.slug));
  await decide(other.id, DISMISS);
  expect(await getPublicPost(other.slug)).not.toBeNull();
  expect((await listOwnDecisions(artist)).every(({ title }) => title !== other.title)).toBe(true);
  // Another report opens it again, with what was decided before.
  await tell(await subjectOf(other.slug));
  expect(await caseOf(other.id)).toMatchObject({ isOpen: true, decisions: [{ decision: 'dismissed' }] });
});

test('nothing is decided about what the moderator has not seen', async () => {
  const artist = await makeUser();
  const { id, slug } = await makePost({ artistId: artist.id });
  const subject = await subjectOf(slug);
  await tell(subject);
  const { id: caseId, version } = await caseOf(id);
  await tell(subject, 'unseen@example.net');
  const stale = { caseId, version };
  await expect(decideCase(moderator, stale, DISMISS)).rejects.toMatchObject({ code: 'case-decided' });
  await decide(id, HIDE);
  const [hidden] = await listOwnDecisions(artist);
  await tell(subject);
  const before = await caseOf(id);
  await answerDecision(artist, hidden?.id ?? '', 'It is mine.');
  const late = decideCase(moderator, { caseId, version: before.version }, DISMISS);
  await expect(late).rejects.toMatchObject({ code: 'case-decided' });
  expect((await caseOf(id)).openedAt).toBe(before.openedAt);
});

test('a work that is hidden already is not hidden, nor its artist told, once more', async () => {
  const artist = await makeUser();
  const { id, slug } = await makePost({ artistId: artist.id });
  const post = { id, slug, username: artist.username };
  const both = await Promise.all([moderator, admin].map((viewer) => decideAboutWork(viewer, id, HIDE)));
  expect(both).toEqual([post, post]);
  expect(await decideAboutWork(admin, id, HIDE)).toEqual(post);
  expect(await mailsTo(artist.email)).toEqual(['work-hidden']);
  expect(await db().caseDecision.count({ where: { case: { subjectId: id } } })).toBe(1);
  await expect(decide(id, HIDE)).rejects.toMatchObject({ code: 'case-decided' });
  // One that is not hidden gets no case.
  const other = await makePost();
  await decideAboutWork(moderator, other.id, SHOW);
  expect(await db().reportCase.count({ where: { subjectId: other.id } })).toBe(0);
});

test('moderators neither see nor decide cases about themselves; admins do', async () => {
  const own = await makeUser({ role: 'MODERATOR' });
  const { id, slug } = await makePost({ artistId: own.id });
  await tell(await subjectOf(slug));
  const { id: caseId, version } = await caseOf(id);
  expect((await listCases(own, OPEN, null)).rows.map((row) => row.id)).not.toContain(caseId);
  await expect(decideCase(own, { caseId, version }, DISMISS)).rejects.toMatchObject({ code: 'not-found' });
  await expect(decideAboutWork(own, id, HIDE)).rejects.toMatchObject({ code: 'not-found' });
  await db().user.update({ where: { id: own.id }, data: { role: 'ADMIN' } });
  await decideCase({ ...own, role: 'ADMIN' }, { caseId, version }, DISMISS);
});

test('a work that is shown during a suspension is promised for its end', async () => {
  const artist = await makeUser();
  const { id } = await makePost({ artistId: artist.id });
  await decideAboutWork(moderator, id, HIDE);
  await db().user.update({ where: { id: artist.id }, data: { suspendedAt: new Date() } });
  await decideAboutWork(moderator, id, SHOW);
  const mail = await db().message.findFirstOrThrow({ where: { userId: artist.id, kind: 'work-shown' } });
  expect(await textOf(mail)).toMatch(/will show your work.*when the suspension ends/s);
});

test('admins alone suspend; an artist and a message are reported like a work, and what is unknown is not', async () => {
  const artist = await makeUser();
  const { slug } = await makePost({ artistId: artist.id });
  const subject = await findReportedArtist(artist.username);
  if (!subject) throw new Error('the artist has no page');
  await tell(subject);
  const suspend = { decision: 'suspended', rule: 'fraud', reason: 'The works are never sent.' } as const;
  await expect(decide(artist.id, suspend)).rejects.toMatchObject({ code: 'not-found' });
  await expect(decide(artist.id, HIDE)).rejects.toMatchObject({ code: 'not-found' });
  await decide(artist.id, suspend, admin);
  expect(await getPublicPost(slug)).toBeNull();
  expect(await mailsTo(artist.email)).toEqual(['account-suspended']);
  expect(await findReportedWork(slug)).toBeNull();
  expect(await findReportedArtist(artist.username)).toBeNull();
  // One who is suspended already is not suspended, nor told, once more.
  await expect(decide(artist.id, suspend, admin)).rejects.toMatchObject({ code: 'case-decided' });
  expect((await caseOf(artist.id)).decisions).toHaveLength(1);
  expect(await mailsTo(artist.email)).toEqual(['account-suspended']);
  await restoreAccount(admin, artist.id);

  const message = { kind: 'message', id: 'm-1', name: 'Is it still …', artistId: artist.id } as const;
  await tell(message, null, 'offensive');
  expect(await caseOf('m-1')).toMatchObject({ kind: 'message', name: 'Is it still …', path: null });
  await decide('m-1', DISMISS);
});

test('only moderators see and decide; only the artist answers; moderators do not see who has reported', async () => {
  const [artist, stranger] = [await makeUser(), await makeUser()];
  const { id, slug } = await makePost({ artistId: artist.id });
  await tell(await subjectOf(slug), 'eve@example.net');
  const { id: caseId, version, reports } = await caseOf(id);
  expect(reports).toMatchObject([{ email: null }]);
  const forAdmins = await listCases(admin, OPEN, null);
  expect(forAdmins.rows.find((row) => row.id === caseId)?.reports).toMatchObject([{ email: 'eve@example.net' }]);
  for (const viewer of [artist, stranger]) {
    await expect(listCases(viewer, OPEN, null)).rejects.toMatchObject({ code: 'not-found' });
    await expect(decideCase(viewer, { caseId, version }, HIDE)).rejects.toMatchObject({ code: 'not-found' });
    await expect(decideAboutWork(viewer, id, HIDE)).rejects.toMatchObject({ code: 'not-found' });
  }
  await decide(id, HIDE);
  const [decision] = await listOwnDecisions(artist);
  const answer = answerDecision(stranger, decision?.id ?? '', 'It is mine.');
  await expect(answer).rejects.toMatchObject({ code: 'not-found' });
  expect(await listOwnDecisions(stranger)).toEqual([]);
});

test('reports are limited by address, and mails to one address', async () => {
  const { slug } = await makePost();
  const subject = await subjectOf(slug);
  const from = (address: string) =>
    report(subject, { reason: 'fraud', text: '', email: 'flood@example.net' }, { address, network: null });
  const codes = await Promise.all(
    Array.from({ length: 21 }, () =>
      from('one').then(
        () => 'sent',
        (error) => error.code,
      ),
    ),
  );
  expect(codes.filter((code) => code === 'too-many-attempts')).toHaveLength(1);
  await from('another');
  const before = (await mailsTo('flood@example.net')).length;
  await from('another');
  expect(await mailsTo('flood@example.net')).toHaveLength(before);
  expect(before).toBe(MAX_RECEIPTS_A_DAY);
  // What was decided, everybody hears.
  await decide(subject.id, DISMISS);
  const mails = await mailsTo('flood@example.net');
  expect(mails.filter((kind) => kind === 'report-decided')).toHaveLength(
    await db().report.count({ where: { email: 'flood@example.net' } }),
  );
});

test('the queue is listed whole, oldest first, page by page', async () => {
  await db().reportCase.deleteMany();
  await db().reportCase.createMany({
    data: Array.from({ length: 45 }, (_, n) => ({
      ...{ subjectKind: n % 3 === 0 ? 'artist' : 'work', subjectId: crypto.randomUUID(), subjectName: String(n) },
      openedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    })),
  });
  const read = async (filter: Parameters<typeof listCases>[1]) => {
    const names: string[] = [];
    for (let at: string | null = ''; at !== null; ) {
      const [time, id] = at.split('_');
      const cursor = id ? { direction: 'older' as const, at: new Date(Number(time)), id } : null;
      const page: Awaited<ReturnType<typeof listCases>> = await listCases(moderator, filter, cursor);
      names.push(...page.rows.map(({ name }) => name));
      at = page.older;
    }
    return names;
  };
  expect(await read(OPEN)).toEqual(Array.from({ length: 45 }, (_, n) => String(n)));
  expect(await read({ kind: 'artist', state: 'open' })).toHaveLength(15);
  await db().reportCase.updateMany({ data: { isOpen: false } });
  expect(await read({ kind: null, state: 'closed' })).toEqual(Array.from({ length: 45 }, (_, n) => String(44 - n)));
});

test('old cases go with their reports once they are decided; what waits stays', async () => {
  await db().reportCase.deleteMany();
  const openedAt = new Date(Date.now() - 401 * 24 * 60 * 60 * 1_000);
  for (const isOpen of [true, false])
    await db().reportCase.create({
      data: {
        subjectKind: 'message',
        subjectId: String(isOpen),
        openedAt,
        isOpen,
        reports: { create: { reason: 'fraud' } },
      },
    });
  const kept = await db().reportCase.create({
    data: { subjectKind: 'message', subjectId: 'new', openedAt, isOpen: false },
  });
  await db().caseDecision.create({
    data: { caseId: kept.id, decision: 'dismissed', moderatorId: moderator.id, moderatorName: moderator.username },
  });
  // Of a case that was decided again, the old part goes.
  const by = { moderatorId: moderator.id, moderatorName: moderator.username, decision: 'dismissed' };
  for (const [subjectId, isOpen] of [
    ['again', false],
    ['again, open', true],
  ] as const) {
    const { id: caseId } = await db().reportCase.create({
      data: { subjectKind: 'message', subjectId, openedAt, isOpen },
    });
    for (const decidedAt of [openedAt, new Date()]) {
      const { id: decisionId } = await db().caseDecision.create({ data: { ...by, caseId, decidedAt } });
      await db().report.create({ data: { caseId, decisionId, reason: 'fraud', createdAt: openedAt } });
    }
  }
  await deleteOldReports();
  const counts = { select: { subjectId: true, _count: { select: { reports: true, decisions: true } } } };
  const again = { subjectId: { startsWith: 'again' } };
  expect(await db().reportCase.findMany({ where: again, ...counts, orderBy: { subjectId: 'asc' } })).toEqual([
    { subjectId: 'again', _count: { reports: 1, decisions: 1 } },
    { subjectId: 'again, open', _count: { reports: 2, decisions: 2 } },
  ]);
  await db().reportCase.deleteMany({ where: again });
  const left = await db().reportCase.findMany({ orderBy: { subjectId: 'asc' } });
  expect(left.map(({ subjectId }) => subjectId)).toEqual(['new', 'true']);
  expect(await db().report.count()).toBe(1);
});

test('a counter-notice opens the case again, once, with the days from which the work may be shown; the sender gets a copy', async () => {
  const [artist, stranger] = [await makeUser(), await makeUser()];
  const { id, slug } = await makePost({ artistId: artist.id });
  const works = { locations: [`/posts/${slug}`], work: 'Mine', explanation: 'Copied.' };
  const claimant = { name: 'Ada', address: '1 Road', signature: 'Ada', email: 'owner@example.net' };
  await fileNotice({ ...works, ...claimant, goodFaith: 'on', accurate: 'on' }, HERE);
  await decide(id, HIDE);
  const [decision] = await listOwnDecisions(artist);
  expect(decision).toMatchObject({ canCounter: true, counteredAt: null });
  const decisionId = decision?.id ?? '';
  const person = { name: 'Mira', address: '2 Road', phone: '123', signature: 'Mira' };
  const notice = { decisionId, ...person, mistaken: 'on', jurisdiction: 'on' } as const;
  await expect(sendCounterNotice(stranger, notice)).rejects.toMatchObject({ code: 'not-found' });
  await sendCounterNotice(artist, notice);
  await expect(sendCounterNotice(artist, notice)).rejects.toMatchObject({ code: 'already-answered' });
  expect(await listOwnDecisions(artist)).toMatchObject([{ canCounter: false, counteredAt: expect.any(String) }]);
  // Who the artist says they are, admins alone see.
  expect(await caseOf(id)).toMatchObject({ isOpen: true, decisions: [{ counter: { fields: [] } }] });
  const { rows } = await listCases(admin, OPEN, null);
  const counter = rows.find(({ name }) => name === decision?.title)?.decisions[0]?.counter;
  expect(counter?.fields).toContainEqual(['Name', 'Mira']);
  expect(counter?.from).toBe(businessDaysLater(new Date(counter?.at ?? ''), 10).toISOString());
  expect(await mailsTo('owner@example.net')).toEqual(['report-received', 'report-decided', 'report-countered']);
  const copy = await db().message.findFirstOrThrow({ where: { kind: 'report-countered' } });
  expect(await textOf(copy)).toMatch(/Under penalty of perjury.*Mira.*may show the work again from/s);
  // What becomes of it, its artist hears.
  await decide(id, DISMISS);
  expect(await mailsTo(artist.email)).toEqual(['work-hidden', 'work-stays-hidden']);
  // An answer to it after that is heard too, and what others report once more is not told.
  await answerDecision(artist, decisionId, 'Look again.');
  for (let time = 0; time < 2; time++) {
    await decide(id, DISMISS);
    expect(await mailsTo(artist.email)).toEqual(['work-hidden', 'work-stays-hidden', 'work-stays-hidden']);
    await report({ kind: 'work', id, name: '', artistId: artist.id }, { reason: 'fraud', text: '', email: null }, HERE);
  }
  // It goes with the account.
  await db().$transaction((tx) => forgetInReports(tx, artist));
  const kept = await db().caseDecision.findUniqueOrThrow({ where: { id: decisionId } });
  expect(kept).toMatchObject({ counterNotice: null, answer: null, reason: HIDE.reason });
});

test('a rights holder’s notice is a report of each of its works, with one receipt; an unknown URL files nothing', async () => {
  const works = [await makePost(), await makePost()];
  const urls = works.map(({ slug }) => `https://shop.example/posts/${slug}?x=1`);
  const notice = {
    ...{
      locations: urls,
      work: '“Harbour”, 1999',
      explanation: 'Copied.',
      name: 'Ada Lovelace',
      email: 'law@example.net',
    },
    ...{ address: '1 Road\nTown', signature: 'ada lovelace', goodFaith: 'on', accurate: 'on' },
  } as const;
  const parsed = rightsNoticeSchema.parse({ ...notice, locations: urls.join('\n') });
  const nowhere = 'https://shop.example/posts/nowhere';
  expect(await fileNotice({ ...parsed, locations: [...urls, nowhere] }, HERE)).toEqual({ unknown: [nowhere] });
  // Nor one that cannot be a work's.
  expect(await findReportedWork('a\0b')).toBeNull();
  expect(await mailsTo('law@example.net')).toEqual([]);
  expect(await fileNotice(parsed, HERE)).toEqual({ unknown: [] });
  expect(await mailsTo('law@example.net')).toEqual(['report-received']);
  for (const { id } of works) {
    const [row] = (await caseOf(id)).reports;
    expect(row).toMatchObject({ reason: 'rights', email: null });
    // Who somebody is, admins alone see.
    expect(row?.notice.map(([label]) => label)).toEqual(['What is infringed', 'Where it is', 'Why it is infringing']);
    await decide(id, HIDE);
  }
  expect(await mailsTo('law@example.net')).toEqual(['report-received', 'report-decided', 'report-decided']);
});

test('figures by month: reports by reason, decisions, the median time to them, answers and counter-notices', async () => {
  await db().reportCase.deleteMany();
  const at = (hour: number) => new Date(Date.UTC(2026, 9, 31, hour));
  const { id: caseId } = await db().reportCase.create({ data: { subjectKind: 'message', subjectId: 'counted' } });
  const report = (reason: string, createdAt: Date, notice?: object) => ({
    caseId,
    reason,
    createdAt,
    ...(notice && { notice }),
  });
  await db().report.createMany({
    data: [report('fraud', at(0)), report('rights', at(23), { work: 'W' }), report('fraud', at(24))],
  });
  const by = { moderatorId: moderator.id, moderatorName: moderator.username, caseId };
  await db().caseDecision.createMany({
    data: [
      { ...by, decision: 'hidden', waitedSince: at(0), decidedAt: at(2), answeredAt: at(25), counteredAt: at(3) },
      { ...by, decision: 'shown', waitedSince: at(0), decidedAt: at(6) },
      { ...by, decision: 'hidden', waitedSince: null, decidedAt: at(20) },
    ],
  });
  const none = { notices: 0, answers: 0, counterNotices: 0, medianHours: null };
  expect(await reportStatistics(moderator)).toEqual([
    { ...none, month: '2026-11', reports: { fraud: 1 }, decisions: {}, answers: 1 },
    {
      ...{ month: '2026-10', reports: { fraud: 1, rights: 1 }, notices: 1, answers: 0, counterNotices: 1 },
      ...{ decisions: { hidden: 2, shown: 1 }, medianHours: 4 },
    },
  ]);
  let file = '';
  for await (const part of exportReports(admin)) file += part;
  const [names, newest, older] = file.split('\r\n');
  expect(names).toMatch(/^\ufeffmonth,reports,reports: rights,.*,median hours to a decision,answers,counter-notices$/);
  expect(newest).toMatch(/^2026-11,1,0,.*,,1,0$/);
  expect(older).toMatch(/^2026-10,2,1,.*,4,0,1$/);
  await expect(reportStatistics(await makeUser())).rejects.toMatchObject({ code: 'not-found' });
});
