import { createTransport } from 'nodemailer';
import { env } from '#lib/env.ts';

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

/** Sends one plain-text mail. @throws if the mail server does not accept it within ten seconds. */
export async function sendMail(mail: { messageId: string; to: string; subject: string; text: string }): Promise<void> {
  transport ??= connect();
  await transport.sendMail({ ...mail, from: env().MAIL_FROM });
}
