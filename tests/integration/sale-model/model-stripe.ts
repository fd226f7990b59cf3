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

const HOLD_EVENTS = deliveryRulesSchema.parse({ mode: 'hold' });

/** After the first `after` calls, the shop gets no response from Stripe; `executed` says whether the calls take effect. */
export type Outage = { after: number; executed: boolean };

/**
 * The Stripe emulator's parts behind one URL. Each run starts with an empty emulator and can read its records directly.
 * It sends no webhooks; the test reads the events from its store.
 */
export class ModelStripe {
  declare emulator: Emulator;
  outage: Outage | null = null;
  #api: ApiHandler | undefined;
  #server: Server;
  #dataDir = mkdtempSync(path.join(tmpdir(), 'stripe-'));

  constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const outage = this.outage;
      if (outage && outage.after-- <= 0) {
        loseResponse(response);
        if (!outage.executed) return response.end();
      }
      return void this.#api?.handle(request, response, url);
    });
  }

  /** @returns its URL. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Deletes all data. @param apiKey the key that the shop uses. */
  reset(apiKey: string): void {
    this.#discard();
    const store = new Store(this.#dataDir);
    const clock = () => Date.now();
    const webhooks = new WebhookSender({ store, url: 'http://127.0.0.1:9', secrets: [], clock });
    webhooks.rules = HOLD_EVENTS;
    const publicUrl = 'http://localhost:4242';
    this.emulator = { store, webhooks, publicUrl, apiKey, delayedSeconds: 3_600, clock, refundStatus: 'succeeded' };
    this.#api = new ApiHandler(this.emulator, new Faults());
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#discard();
  }

  #discard(): void {
    this.emulator?.store.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

/** For the caller this is like a broken connection, but without the delays of the client's retries. */
function loseResponse(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  const end = response.end.bind(response);
  const error = JSON.stringify({ error: { type: 'api_error', message: 'the response was lost' } });
  const headers = { 'content-type': 'application/json', 'stripe-should-retry': 'false' };
  Object.assign(response, {
    writeHead: () => response,
    end: () => {
      writeHead(502, headers);
      return end(error);
    },
  });
}
