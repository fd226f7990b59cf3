import { db } from '#lib/db.ts';
import { ACCOUNT_MAILS, type AccountMailKind } from '#lib/domain/account-mail.ts';
import { tokenPath } from '#lib/domain/account-token.ts';
import { env } from '#lib/env.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { createToken } from '#lib/tokens/create-token.ts';
import { composeAccountMail } from './compose-account-mail.ts';
import type { MailContent } from './mail-content.ts';

type Message = { kind: AccountMailKind; userId: string; recipient: string; data: Readonly<Record<string, string>> };

/**
 * The mail about an account. The token of its link is created now, so that it is in no queue and lasts from now on; the
 * link of an earlier attempt ends.
 * @returns null if there is nothing to say any more: the address is proven already, or the account is suspended.
 */
export async function prepareAccountMail({ kind, userId, recipient, data }: Message): Promise<MailContent | null> {
  const user = await db().user.findFirstOrThrow({
    where: { id: userId },
    select: { username: true, email: true, emailProvenAt: true, suspendedAt: true },
  });
  const purpose = ACCOUNT_MAILS[kind];
  if (purpose && purpose !== 'undo-email-change' && user.suspendedAt) return null;
  // A message that waited while its address was proven, or changed.
  if (kind === 'prove-email' && (user.emailProvenAt || !isSame(user.email, recipient))) return null;
  const isTaken = await isProvenElsewhere(userId, recipient);
  const token =
    purpose && !isTaken
      ? await createToken({ userId, purpose, email: recipient, data: Object.keys(data).length > 0 ? data : undefined })
      : '';
  const base = env().NEXTAUTH_URL;
  return composeAccountMail(kind, {
    shop: knownShop().name,
    username: user.username,
    url: purpose ? `${base}${tokenPath(purpose, token)}` : '',
    signInUrl: `${base}/sign-in`,
    forgotPasswordUrl: `${base}/forgot-password`,
    securityUrl: `${base}/dashboard/settings/security`,
    dataUrl: `${base}/dashboard/settings/data`,
    tokensUrl: `${base}/dashboard/settings/tokens`,
    endpointUrl: `${base}${data.path ?? ''}`,
    workUrl: `${base}${data.path ?? ''}`,
    isTaken,
    data,
  });
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

async function isProvenElsewhere(userId: string, email: string): Promise<boolean> {
  const where = { email, emailProvenAt: { not: null }, id: { not: userId } };
  return (await db().user.count({ where })) > 0;
}
