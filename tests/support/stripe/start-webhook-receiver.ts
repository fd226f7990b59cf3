import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';

type Received = { event: Stripe.Event; body: string; signature: string };

export type WebhookReceiver = {
  url: string;
  /** All webhooks, in order of arrival. */
  received: Received[];
  /** The statuses of the next responses; 200 after that. */
  statuses: number[];
  /** Waits for the next event of this type that no earlier call has returned. */
  next: (type: string) => Promise<Stripe.Event>;
  close: () => Promise<void>;
};

/** Starts a webhook endpoint that records what it receives. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const statuses: number[] = [];
  const returned = new Set<Received>();
  const arrived = new EventTarget();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const event = JSON.parse(body) as Stripe.Event;
    received.push({ event, body, signature: String(request.headers['stripe-signature']) });
    response.writeHead(statuses.shift() ?? 200).end();
    arrived.dispatchEvent(new Event('event'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const next = async (type: string): Promise<Stripe.Event> => {
    for (;;) {
      const found = received.find((webhook) => webhook.event.type === type && !returned.has(webhook));
      if (found) {
        returned.add(found);
        return found.event;
      }
      await new Promise((resolve) => arrived.addEventListener('event', resolve, { once: true }));
    }
  };
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, statuses, next, close };
}
