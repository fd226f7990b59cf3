import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Faults } from '../../../dev/stripe/api/faults.ts';
import { ApiHandler } from '../../../dev/stripe/api/handle-api.ts';
import type { Emulator } from '../../../dev/stripe/emulator.ts';
import { Store } from '../../../dev/stripe/store.ts';
import { deliveryRulesSchema } from '../../../dev/stripe/webhooks/delivery-rules.ts';
import { WebhookSender } from '../../../dev/stripe/webhooks/webhook-sender.ts';

const HELD = deliveryRulesSchema.parse({ mode: 'hold' });

/** What becomes of the shop's calls to Stripe: all after the first `after` get no answer; `done` says whether they are carried out. */
export type Outage = { after: number; done: boolean };

/**
 * The stand-in's own parts behind one address: each run gets a Stripe that knows nothing yet, and its records at hand.
 * It sends no webhooks; the test takes the events from its store.
 */
export class ModelStripe {
  declare standIn: Emulator;
  outage: Outage | null = null;
  #api: ApiHandler | undefined;
  #server: Server;
  #dataDir = mkdtempSync(path.join(tmpdir(), 'stripe-'));

  constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const outage = this.outage;
      if (outage && outage.after-- <= 0) {
        loseAnswer(response);
        if (!outage.done) return response.end();
      }
      return void this.#api?.handle(request, response, url);
    });
  }

  /** @returns its address. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Forgets everything. @param apiKey the one that the shop has. */
  begin(apiKey: string): void {
    this.#discard();
    const store = new Store(this.#dataDir);
    const clock = () => Date.now();
    const webhooks = new WebhookSender({ store, url: 'http://127.0.0.1:9', secrets: [], clock });
    webhooks.rules = HELD;
    const publicUrl = 'http://localhost:4242';
    this.standIn = { store, webhooks, publicUrl, apiKey, delayedSeconds: 3_600, clock, refundStatus: 'succeeded' };
    this.#api = new ApiHandler(this.standIn, new Faults());
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#discard();
  }

  #discard(): void {
    this.standIn?.store.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

/** To the caller it is as if the connection had broken, without the pauses in which its client would try again. */
function loseAnswer(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  const end = response.end.bind(response);
  const error = JSON.stringify({ error: { type: 'api_error', message: 'the answer was lost' } });
  const headers = { 'content-type': 'application/json', 'stripe-should-retry': 'false' };
  Object.assign(response, {
    writeHead: () => response,
    end: () => {
      writeHead(502, headers);
      return end(error);
    },
  });
}
