import { createTransport } from 'nodemailer';
import { senderParts } from '#lib/domain/shop-name.ts';
import { env } from '#lib/env.ts';
import { currentShop } from '#lib/settings/refresh-shop.ts';
import type { MailAddress } from './reply-address.ts';

let transport: ReturnType<typeof connect> | undefined;

function connect() {
  return createTransport({
    url: env().SMTP_URL,
    dnsTimeout: 5_000,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
  });
}

/**
 * Sends one mail, as plain text and HTML.
 * @param mail with `replyTo` null, replies go to the shop; with `fromName`, that is its sender's name, with `unsubscribeUrl`, mail programs offer to end such mails with one
 *   click (RFC 8058)
 * @throws if the mail server does not accept it within ten seconds
 */
export async function sendMail({
  replyTo,
  unsubscribeUrl = null,
  fromName = null,
  ...mail
}: {
  messageId: string;
  to: string;
  replyTo: MailAddress | null;
  subject: string;
  text: string;
  html: string;
  unsubscribeUrl?: string | null;
  fromName?: string | null;
}): Promise<void> {
  transport ??= connect();
  const shop = await sender();
  const from = fromName === null ? shop : { ...shop, name: fromName };
  const headers = unsubscribeUrl && {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  await transport.sendMail({ ...mail, from, replyTo: replyTo ?? shop, ...(headers && { headers }) });
}

/** The address of MAIL_FROM, with the name that the host has set. */
async function sender(): Promise<MailAddress> {
  const { name, settings } = await currentShop();
  return { name: settings.mail.senderName || name, address: senderParts(env().MAIL_FROM).address };
}
