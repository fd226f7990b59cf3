import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';

type Received = { event: Stripe.Event; body: string; signature: string };

export type WebhookReceiver = {
  url: string;
  /** Everything that came, in the order in which it came. */
  received: Received[];
  /** The statuses of the next answers; afterwards 200. */
  answers: number[];
  /** The next event of this type that no earlier call has returned, waiting for it if need be. */
  next: (type: string) => Promise<Stripe.Event>;
  close: () => Promise<void>;
};

/** An endpoint that keeps what it is sent. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const answers: number[] = [];
  const taken = new Set<Received>();
  const arrived = new EventTarget();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const event = JSON.parse(body) as Stripe.Event;
    received.push({ event, body, signature: String(request.headers['stripe-signature']) });
    response.writeHead(answers.shift() ?? 200).end();
    arrived.dispatchEvent(new Event('event'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const next = async (type: string): Promise<Stripe.Event> => {
    for (;;) {
      const found = received.find((one) => one.event.type === type && !taken.has(one));
      if (found) {
        taken.add(found);
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
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, answers, next, close };
}
