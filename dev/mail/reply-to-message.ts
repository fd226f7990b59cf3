import { randomUUID } from 'node:crypto';
import type { Message } from './message-store.ts';

/** Where the shop takes replies by mail: the URL of its route, and the secret. */
export type Inbound = { url: string; secret: string };

/**
 * Sends the shop what a mail program sends when somebody replies to one of its mails: the text, and below it the mail, quoted.
 * @returns the shop's response, in a line
 */
export async function replyToMessage(message: Message, text: string, { url, secret }: Inbound): Promise<string> {
  const quoted = message.text
    .trimEnd()
    .split('\n')
    .map((line) => `> ${line}`);
  const lines = [
    `From: ${oneLine(message.to)}`,
    `To: ${oneLine(message.replyTo)}`,
    'Subject: Re: your mail',
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${randomUUID()}@development.invalid>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...text.split(/\r?\n/),
    '',
    `On ${new Date(message.date).toUTCString()}, ${oneLine(message.from)} wrote:`,
    '',
    ...quoted,
    '',
  ];
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'message/rfc822' },
    body: lines.join('\r\n'),
    signal: AbortSignal.timeout(10_000),
  });
  return `${response.status} ${(await response.text()).trim()}`;
}

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ');
