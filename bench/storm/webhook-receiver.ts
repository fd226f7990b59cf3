import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { onCleanUp } from '../shop/clean-up.ts';
import type { OwnShop } from '../shop/own-shop.ts';

/** One in so many webhooks is refused when it comes for the first time. */
const REFUSED_ONE_IN = 5;

const EVENTS = ['order.paid', 'order.refunded', 'post.sold'];

export type WebhookTally = {
  requests: number;
  /** Told and understood, each once. */
  webhooks: number;
  refused: number;
  repeated: number;
  badSignatures: number;
};

/** The shop's own endpoint during the storm: a program that now and then responds with 500. */
export class WebhookReceiver {
  readonly #seen = new Set<string>();
  readonly #told = new Map<string, Set<string>>(EVENTS.map((type) => [type, new Set<string>()]));
  readonly #tally: WebhookTally = { requests: 0, webhooks: 0, refused: 0, repeated: 0, badSignatures: 0 };
  readonly #accepted = new Set<string>();

  get tally(): WebhookTally {
    return { ...this.#tally, webhooks: this.#accepted.size };
  }

  /** Listens, and adds the endpoint to the shop, whose environment `#lib` has by now. */
  async start({ database }: OwnShop): Promise<void> {
    const { newSecret } = await import('#lib/webhooks/endpoint-secret.ts');
    const id = randomUUID();
    const secret = newSecret(id);
    const verifier = new Webhook(secret.text);
    const server = createServer(async (request, response) => {
      const status = this.#receive(verifier, request.headers as Record<string, string>, await text(request));
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onCleanUp(async () => {
      server.closeAllConnections();
      server.close();
    });
    await database.query('INSERT INTO webhook_endpoints (id, url, events, secret) VALUES ($1, $2, $3, $4)', [
      ...[id, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, EVENTS, Buffer.from(secret.sealed)],
    ]);
  }

  #receive(verifier: Webhook, headers: Record<string, string>, body: string): number {
    this.#tally.requests++;
    const id = headers['webhook-id'] ?? '';
    if (!this.#seen.has(id) && isRefusedAtFirst(id)) {
      this.#seen.add(id);
      this.#tally.refused++;
      return 500;
    }
    this.#seen.add(id);
    try {
      const { type, data } = verifier.verify(body, headers) as { type: string; data: { id: string } };
      this.#told.get(type)?.add(data.id);
    } catch {
      this.#tally.badSignatures++;
      return 400;
    }
    if (this.#accepted.has(id)) this.#tally.repeated++;
    this.#accepted.add(id);
    return 204;
  }

  /** What was not told, or was told of what is not so, each as one sentence. */
  async listDifferences({ database }: OwnShop): Promise<string[]> {
    const { rows } = await database.query<{ id: string; status: string; post: string; sold: boolean }>(
      `SELECT orders.id, orders.status, posts.id AS post, posts.status = 'SOLD' AS sold
       FROM orders JOIN posts ON posts.id = orders.post_id WHERE orders.flag IS NULL`,
    );
    const told = (type: string, id: string) => this.#told.get(type)?.has(id) === true;
    const untold = rows.flatMap(({ id, status, post, sold }) => [
      ...(status === 'PAID' && !told('order.paid', id) ? [`order ${id} was paid, and no webhook says so`] : []),
      ...(status === 'REFUNDED' && !told('order.refunded', id)
        ? [`order ${id} was refunded, and no webhook says so`]
        : []),
      ...(sold && !told('post.sold', post) ? [`work ${post} was sold, and no webhook says so`] : []),
      ...(told('order.paid', id) && !['PAID', 'REFUNDED', 'DISPUTED', 'REFUND_DUE'].includes(status)
        ? [`a webhook says that order ${id} was paid, which is ${status}`]
        : []),
    ]);
    const { badSignatures } = this.#tally;
    return [...untold, ...(badSignatures > 0 ? [`${badSignatures} webhooks had a bad signature`] : [])];
  }
}

/** The same for every attempt of one webhook. */
const isRefusedAtFirst = (id: string) => (createHash('sha256').update(id).digest()[0] ?? 0) % REFUSED_ONE_IN === 0;
