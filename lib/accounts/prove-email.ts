import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, isUniqueViolation } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { useToken } from '#lib/tokens/use-token.ts';

/**
 * The link in a mail proves that its reader has the account's address. From then on no other account can have it.
 * @throws {ExpectedError} link-ended, email-taken
 */
export async function proveEmail(token: string): Promise<void> {
  try {
    await db().$transaction(async (tx) => {
      const { userId, username, sentTo } = await useToken(tx, 'prove-email', token);
      const { count } = await tx.user.updateMany({
        where: { id: userId, email: sentTo, emailProvenAt: null },
        data: { emailProvenAt: new Date() },
      });
      // The account has got another address since the mail was sent.
      if (count === 0) throw new ExpectedError('link-ended');
      const owner = { id: userId, username };
      await recordAudit({ actor: owner, action: 'email-proven', subject: accountSubject(owner) }, tx);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new ExpectedError('email-taken');
    throw error;
  }
}
