import { db } from '#lib/db.ts';
import { formatDate } from '#lib/domain/format-date.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { restorableBetween } from '#lib/domain/reports/business-days.ts';
import { COUNTER_STATEMENTS, noticeFields } from '#lib/domain/reports/notice.ts';
import { isDecision, type ReportMailKind, reasonText, SUBJECT_NAMES } from '#lib/domain/reports/report.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { type MailContent, mailContent } from './mail-content.ts';

const OUTCOMES = {
  dismissed: 'We have found nothing that is against our rules, and have left it as it is.',
  hidden: 'We have hidden it: nobody sees it in the shop any more.',
  shown: 'We have looked at it again, and show it again.',
  suspended: 'We have suspended the artist and hidden their works.',
} as const;

/** The mail to somebody who has reported something. @throws if the report is gone, which deletes its mails */
export async function prepareReportMail(kind: ReportMailKind, reportId: string): Promise<MailContent> {
  const report = await db().report.findFirstOrThrow({
    where: { id: reportId },
    select: {
      ...{ reason: true, createdAt: true, case: { select: { subjectKind: true, subjectName: true } } },
      decision: { select: { decision: true, counterNotice: true, counteredAt: true } },
    },
  });
  const shop = knownShop().name;
  const { subjectKind, subjectName } = report.case;
  const kindName = SUBJECT_NAMES[subjectKind as keyof typeof SUBJECT_NAMES] ?? subjectKind;
  const about = `${kindName.toLowerCase()} “${isolate(subjectName)}”`;
  const said = `You reported the ${about} on ${formatDate(report.createdAt.toISOString())}: ${reasonText(report.reason)}.`;
  if (kind === 'report-received') {
    return mailContent(`${shop} has received your report`, [
      said,
      'People who run the shop will look at it, without any automatic decision, and we will write to you when they have decided.',
      'If you did not report anything, you can ignore this mail.',
    ]);
  }
  if (kind === 'report-countered') {
    const { counterNotice = null, counteredAt = null } = report.decision ?? {};
    return mailContent(`The artist has sent a counter-notice about your notice to ${shop}`, [
      said,
      `The artist’s counter-notice: ${COUNTER_STATEMENTS.mistaken} ${COUNTER_STATEMENTS.jurisdiction}`,
      noticeFields(counterNotice, true)
        .map(([label, value]) => `${label}: ${isolate(value)}`)
        .join('\n'),
      `We may show the work again from ${formatDate(restorableBetween(counteredAt ?? new Date()).from.toISOString())} on, unless you tell us before that you have asked a court to restrain the artist.`,
    ]);
  }
  const decision = report.decision?.decision ?? 'dismissed';
  return mailContent(`${shop} has decided about your report`, [
    said,
    isDecision(decision) ? OUTCOMES[decision] : OUTCOMES.dismissed,
    `People have decided this, without any automatic means. If you disagree, report it again and say what is new, or write to ${contactOf(shop)}. You can also go to court or, in the European Union, to a certified out-of-court dispute settlement body.`,
  ]);
}

function contactOf(shop: string): string {
  const { email } = knownShop().settings.contact;
  return email || `the people who run ${shop}`;
}
