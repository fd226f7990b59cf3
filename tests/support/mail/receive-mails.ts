import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { resolvePasswordResets } from '#lib/accounts/resolve-password-resets.ts';
import type { TokenPurpose } from '#lib/domain/account-token.ts';
import { sendDueMessages } from '#lib/messages/send-due-messages.ts';
import { waitForRedis } from '#lib/redis.ts';
import type { Message } from '../../../dev/mail/message-store.ts';
import { startMailServer } from '../../../dev/mail/start-mail-server.ts';

/** A mail server for this test file, which its process sends to. */
export async function receiveMails() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mail-'));
  let server = await startMailServer({ smtpPort: 0, httpPort: 0, dataDir });
  // Before anything of the shop reads its settings.
  process.env.SMTP_URL = server.smtpUrl;
  await waitForRedis();
  afterAll(async () => {
    await server.close();
    rmSync(dataDir, { recursive: true });
  });
  /** Mails to this address, newest first, after the worker's tasks have run. */
  async function mailsTo(address: string): Promise<Message[]> {
    await resolvePasswordResets();
    while ((await sendDueMessages()) > 0);
    const mails = (await (await fetch(`${server.url}/api/messages`)).json()) as Message[];
    return mails.filter(({ to }) => to.toLowerCase() === address.toLowerCase());
  }
  /** The token of the newest link for this purpose at this address; null if none was sent. */
  async function tokenTo(address: string, purpose: TokenPurpose): Promise<string | null> {
    for (const { text } of await mailsTo(address)) {
      const found = new RegExp(`/links/${purpose}\\?token=([\\w-]+)`).exec(text);
      if (found?.[1]) return found[1];
    }
    return null;
  }
  async function requireToken(address: string, purpose: TokenPurpose): Promise<string> {
    const token = await tokenTo(address, purpose);
    if (!token) throw new Error(`no link for ${purpose} was sent to ${address}`);
    return token;
  }
  /** Does something while the mail server cannot be reached. */
  async function whileAway(run: () => Promise<void>): Promise<void> {
    const ports = { smtpPort: Number(new URL(server.smtpUrl).port), httpPort: Number(new URL(server.url).port) };
    await server.close();
    await run().finally(async () => {
      server = await startMailServer({ ...ports, dataDir });
    });
  }
  return { mailsTo, tokenTo, requireToken, whileAway };
}
