import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../eventually.ts';

export type ReceivedWebhook = { id: string; signatures: string[]; headers: Record<string, string>; body: string };

export type Receiver = {
  url: string;
  received: ReceivedWebhook[];
  /** How the next requests are answered; 204 after that. */
  answers: ((response: ServerResponse, request: IncomingMessage) => void)[];
  /** Waits until so many have arrived. */
  waitFor(count: number): Promise<ReceivedWebhook[]>;
  close(): Promise<void>;
};

/** A program that is told by webhook, at a free port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedWebhook[] = [];
  const answers: Receiver['answers'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const headers = request.headers as Record<string, string>;
    const signatures = headers['webhook-signature']?.split(' ') ?? [];
    received.push({ id: headers['webhook-id'] ?? '', signatures, headers, body: Buffer.concat(chunks).toString() });
    const answer = answers.shift() ?? ((silent: ServerResponse) => silent.writeHead(204).end());
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    answers,
    waitFor: (count) =>
      eventually(() => {
        if (received.length < count) throw new Error(`${received.length} of ${count} webhooks have arrived`);
        return received;
      }),
    async close() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An answer with this status. */
export const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(code, headers).end();
  };

/** What a receiver reads once it has checked the signature. @throws if no signature is one of this secret */
export const verified = (secret: string, { headers, body }: ReceivedWebhook) =>
  new Webhook(secret).verify(body, headers) as { type: string; timestamp: string; data: Record<string, unknown> };
