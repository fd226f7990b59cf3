import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { type Db, db } from '#lib/db.ts';
import {
  MAX_RECEIPTS_A_DAY,
  type ReportMailKind,
  type ReportReason,
  type ReportSubject,
} from '#lib/domain/reports/report.ts';
import { openCase } from './open-case.ts';

/** Who reports: keyed hashes of an address and of the network around it; null if it is local. */
export type Reporter = { address: string | null; network: string | null };

export type ReportContent = {
  reason: ReportReason;
  /** '' where the reason says it all. */
  text: string;
  /** Where receipt and decision are sent; null for nowhere. */
  email: string | null;
};

/**
 * Reports a work, an artist or a message: it waits in the moderators' queue, together with other reports of the same.
 * Nothing tells whether there were any. With an address, a receipt is sent.
 * @throws {ExpectedError} too-many-attempts, try-later
 */
export async function report(subject: ReportSubject, content: ReportContent, reporter: Reporter): Promise<void> {
  await countAttempt({ 'report-address': reporter.address, 'report-network': reporter.network });
  await db().$transaction((tx) => addReport(tx, subject, content));
}

/**
 * Writes a report into its case, and queues the receipt.
 * @param notice the fields of a rights holder's notice, which has one receipt for all its works: the caller queues it
 * @returns its id
 */
export async function addReport(
  tx: Db,
  subject: ReportSubject,
  { reason, text, email }: ReportContent,
  { notice }: { notice?: Record<string, string | string[]> } = {},
): Promise<string> {
  const caseId = await openCase(tx, subject);
  const { id } = await tx.report.create({
    data: { caseId, reason, text, email, ...(notice && { notice }) },
    select: { id: true },
  });
  if (email && !notice) await queueReportMail(tx, 'report-received', { id, email });
  return id;
}

/** What was decided, and counter-notices, always go out; receipts do not if the address has got too many of them in a day. */
export async function queueReportMail(
  tx: Db,
  kind: ReportMailKind,
  { id, email }: { id: string; email: string },
): Promise<void> {
  if (kind === 'report-received' && (await countReceipts(tx, email)) >= MAX_RECEIPTS_A_DAY) return;
  await tx.message.create({ data: { kind, reportId: id, recipient: email }, select: { id: true } });
}

/** Within a day. Uses the index messages_to_reporters. */
async function countReceipts(tx: Db, email: string): Promise<number> {
  const [sent] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM messages
    WHERE report_id IS NOT NULL AND lower(recipient) = lower(${email}) AND created_at > now() - interval '1 day'
      AND kind = 'report-received'`;
  return sent?.count ?? 0;
}
