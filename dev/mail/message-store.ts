import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AddressObject, simpleParser } from 'mailparser';

export type Message = {
  id: string;
  from: string;
  to: string;
  /** Where a reply goes; empty without this header. */
  replyTo: string;
  subject: string;
  /** When it arrived, ISO 8601. */
  date: string;
  text: string;
  html: string | null;
  messageId: string | null;
  /** Its headers by which a mail program offers to get no more of such mails, as they were sent. */
  unsubscribe: string[];
};

const ID = /^\d{13}-[0-9a-f-]{36}$/;

/** Messages as `.eml` files in one folder, with names that sort by arrival. */
export class MessageStore {
  #folder: string;
  #lastArrival = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async open(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
  }

  /** Stores a message, completely or not at all. @returns its id. */
  async add(raw: Buffer): Promise<string> {
    // Two messages in the same millisecond keep their order.
    this.#lastArrival = Math.max(Date.now(), this.#lastArrival + 1);
    const id = `${this.#lastArrival}-${randomUUID()}`;
    const path = this.#path(id);
    await writeFile(`${path}.tmp`, raw, { mode: 0o600 });
    await rename(`${path}.tmp`, path);
    return id;
  }

  /** All messages, newest first. */
  async list(): Promise<Message[]> {
    const messages = await Promise.all((await this.#ids()).map((id) => this.get(id)));
    return messages.filter((message) => message !== null);
  }

  async get(id: string): Promise<Message | null> {
    if (!ID.test(id)) return null;
    try {
      return await parse(id, await readFile(this.#path(id)));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  async clear(): Promise<void> {
    await Promise.all((await this.#ids()).map((id) => rm(this.#path(id), { force: true })));
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#folder);
    const ids = names.filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -'.eml'.length));
    return ids
      .filter((id) => ID.test(id))
      .sort()
      .reverse();
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.eml`);
  }
}

async function parse(id: string, raw: Buffer): Promise<Message> {
  const mail = await simpleParser(raw, { skipTextToHtml: true });
  return {
    id,
    from: mail.from?.text ?? '',
    to: addresses(mail.to),
    replyTo: mail.replyTo?.text ?? '',
    subject: mail.subject ?? '',
    date: new Date(Number(id.split('-', 1)[0])).toISOString(),
    text: mail.text ?? '',
    html: mail.html || null,
    messageId: mail.messageId ?? null,
    unsubscribe: mail.headerLines.filter(({ key }) => key.startsWith('list-unsubscribe')).map(({ line }) => line),
  };
}

function addresses(to: AddressObject | AddressObject[] | undefined): string {
  return [to ?? []]
    .flat()
    .map((address) => address.text)
    .join(', ');
}
