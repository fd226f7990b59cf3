import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { db } from '#lib/db.ts';
import type { ReportSubject } from '#lib/domain/reports/report.ts';
import type { RightsNotice } from '#lib/schemas/reports.ts';
import { findReportedWork } from './find-subject.ts';
import { addReport, queueReportMail, type Reporter } from './report.ts';

/**
 * Files the notice of a rights holder: a report in the case of each work that it names, and one receipt.
 * @returns the URLs at which there is no public work; if there are any, nothing was filed.
 * @throws {ExpectedError} too-many-attempts, try-later
 */
export async function fileNotice(notice: RightsNotice, reporter: Reporter): Promise<{ unknown: string[] }> {
  await countAttempt({ 'report-address': reporter.address, 'report-network': reporter.network });
  const { locations, work, explanation, name, address, email, signature } = notice;
  const found = await Promise.all(locations.map((url) => workAt(url)));
  const unknown = locations.filter((_, index) => !found[index]);
  if (unknown.length > 0) return { unknown };
  // One at a time, in one order, since each locks its case.
  const works = new Map(found.flatMap((subject) => (subject ? [[subject.id, subject] as const] : [])));
  const subjects = [...works.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  const fields = { work, locations: [...locations], explanation, name, address, signature };
  await db().$transaction(async (tx) => {
    const ids: string[] = [];
    for (const subject of subjects)
      ids.push(await addReport(tx, subject, { reason: 'rights', text: '', email }, { notice: fields }));
    const [first] = ids;
    if (first) await queueReportMail(tx, 'report-received', { id: first, email });
  });
  return { unknown };
}

/** The public work at a URL of the shop, whatever its host is called there. */
async function workAt(url: string): Promise<ReportSubject | null> {
  const slug = /\/posts\/([^/?#\s]+)/.exec(url)?.[1];
  return slug ? findReportedWork(slug) : null;
}
