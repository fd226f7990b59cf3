import type { Db } from '#lib/db.ts';
import type { AccountMailKind } from '#lib/domain/account-mail.ts';
import type { Decision } from '#lib/domain/reports/report.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { knownShop } from '#lib/settings/known-shop.ts';

const MAILS = {
  hidden: 'work-hidden',
  shown: 'work-shown',
  suspended: 'account-suspended',
  dismissed: 'work-stays-hidden',
} as const satisfies Record<Decision, AccountMailKind>;

type Told = {
  decision: Decision;
  rule: string;
  reason: string;
  title: string;
  isReported: boolean;
  /** Whether it decides about an answer or a counter-notice of theirs. */
  isAnswered: boolean;
};

/** A statement of reasons (DSA, article 17) by mail. Of what was dismissed they hear only if they have answered before. */
export async function tellArtist(tx: Db, artistId: string, told: Told): Promise<void> {
  const { decision, rule, reason, title, isReported, isAnswered } = told;
  if (decision === 'dismissed' && !isAnswered) return;
  const artist = await tx.user.findFirst({
    where: { id: artistId, closedAt: null },
    select: { email: true, suspendedAt: true },
  });
  if (!artist) return;
  const contact = knownShop().settings.contact.email;
  const is = { isReported: isReported ? 'yes' : '', isSuspended: artist.suspendedAt ? 'yes' : '' };
  const data = { title, rule, reason, contact, path: '/dashboard/decisions', ...is };
  await queueAccountMail({ kind: MAILS[decision], userId: artistId, recipient: artist.email, data }, tx);
}
