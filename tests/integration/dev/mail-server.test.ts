import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../../dev/mail/message-store.ts';
import { type MailServer, startMailServer } from '../../../dev/mail/start-mail-server.ts';

let dataDir: string;
let mailServer: MailServer;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mailServer-'));
  mailServer = await startMailServer({ smtpPort: 0, httpPort: 0, dataDir });
});

afterEach(async () => {
  await mailServer.close();
  await rm(dataDir, { recursive: true });
});

async function send(subject: string): Promise<void> {
  await createTransport(mailServer.smtpUrl).sendMail({
    from: 'MakeYourSpace <shop@localhost>',
    to: 'Ada <ada@example.org>',
    subject,
    text: 'Order confirmed: http://localhost:3000/orders/1?a=1&b=2.\n<script>alert(1)</script>',
    html: '<p>It is <b>yours</b></p><script>alert(1)</script>',
  });
}

async function messages(): Promise<Message[]> {
  return (await (await fetch(`${mailServer.url}/api/messages`)).json()) as Message[];
}

test('stores each mail as a file and lists them as JSON, newest first', async () => {
  await send('Grüße aus dem Hafen');
  await send('Second');
  const [second, first] = await messages();
  expect(second?.subject).toBe('Second');
  expect(first).toMatchObject({
    from: '"MakeYourSpace" <shop@localhost>',
    to: '"Ada" <ada@example.org>',
    subject: 'Grüße aus dem Hafen',
    text: expect.stringContaining('Order confirmed'),
    html: expect.stringContaining('<b>yours</b>'),
    messageId: expect.stringMatching(/^<.+>$/),
  });
  const files = await readdir(dataDir);
  expect(files).toHaveLength(2);
  expect(await readFile(join(dataDir, `${second?.id}.eml`), 'utf8')).toContain('Subject: Second');
});

test('shows a message without running its scripts', async () => {
  await send('<i>Sold</i>');
  const [message] = await messages();
  const list = await (await fetch(mailServer.url)).text();
  expect(list).toContain('&#60;i&#62;Sold&#60;/i&#62;');
  const page = await (await fetch(`${mailServer.url}/messages/${message?.id}`)).text();
  expect(page).toContain('<a href="http://localhost:3000/orders/1?a=1&#38;b=2">');
  expect(page).toContain('sandbox="allow-popups');
  expect(page).not.toContain('<script>');
  const frame = await fetch(`${mailServer.url}/messages/${message?.id}/html`);
  expect(frame.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('keeps its messages across a restart and can delete them', async () => {
  await send('Kept');
  await mailServer.close();
  mailServer = await startMailServer({ smtpPort: 0, httpPort: 0, dataDir });
  expect(await messages()).toHaveLength(1);
  await fetch(`${mailServer.url}/api/messages`, { method: 'DELETE' });
  expect(await messages()).toEqual([]);
  expect((await fetch(`${mailServer.url}/messages/..%2f..%2fetc`)).status).toBe(404);
  expect((await fetch(`${mailServer.url}/health`)).status).toBe(200);
});
