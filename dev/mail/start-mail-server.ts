import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { MessageStore } from './message-store.ts';
import type { Inbound } from './reply-to-message.ts';
import { requestListener } from './request-listener.ts';

const MAX_MESSAGE_BYTES = 25_000_000;
/** A client that keeps its connection open for another message must not delay the shutdown longer than this. */
const CLOSE_TIMEOUT_MS = 500;

export type MailServerOptions = {
  /** 0: any free port. */
  smtpPort: number;
  httpPort: number;
  dataDir: string;
  /** Where replies go that somebody writes on its page; without it there is no form for them. */
  inbound?: Inbound | null;
};

export type MailServer = {
  /** For SMTP_URL. */
  smtpUrl: string;
  /** The page that shows the messages. */
  url: string;
  close: () => Promise<void>;
};

/** Starts a mail server on 127.0.0.1 that accepts every message and delivers none. @throws if a port is in use. */
export async function startMailServer({
  smtpPort,
  httpPort,
  dataDir,
  inbound = null,
}: MailServerOptions): Promise<MailServer> {
  const store = new MessageStore(dataDir);
  await store.open();
  const smtp = newSmtpServer(store);
  const http = createServer(requestListener(store, inbound));
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(smtpPort, '127.0.0.1', resolve);
  });
  // A client that disconnects early is no error of this server.
  smtp.removeAllListeners('error').on('error', () => {});
  const closeSmtp = () => new Promise<void>((resolve) => smtp.close(resolve));
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject).listen(httpPort, '127.0.0.1', resolve);
    });
  } catch (error) {
    await closeSmtp();
    throw error;
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await Promise.all([closed, closeSmtp()]);
    },
  };
}

function newSmtpServer(store: MessageStore): SMTPServer {
  return new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
    size: MAX_MESSAGE_BYTES,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', done);
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(new Error('the message is too large'));
        store.add(Buffer.concat(chunks)).then(
          () => done(),
          (error: Error) => done(error),
        );
      });
    },
  });
}
