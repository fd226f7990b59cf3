import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';

type Owner = { id: string; username: string; email: string };
type Change = 'factor-added' | 'factor-removed' | 'recovery-code-used' | 'recovery-codes-replaced';

/** The audit log gets a line about a change of the owner's factors, and the owner a mail: both with the change or not at all. */
export async function reportFactor(
  tx: Db,
  owner: Owner,
  action: Change,
  details: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { id, username, email } = owner;
  await recordAudit({ actor: { id, username }, action, subject: accountSubject(owner), details }, tx);
  await queueAccountMail({ kind: action, userId: id, recipient: email, data: details }, tx);
}
