import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults } from './api/faults.ts';
import { ApiHandler } from './api/handle-api.ts';
import type { Emulator } from './emulator.ts';
import { sendHtml, sendJson } from './http.ts';
import { indexPage } from './page/index-page.ts';
import { handlePaymentPage } from './page/payment-page.ts';
import { runClocks } from './payments/run-clocks.ts';
import { Store } from './store.ts';
import { handleTestControl } from './test-control.ts';
import { WebhookSender } from './webhooks/webhook-sender.ts';

const TICK_MS = 100;

export type StripeEmulatorOptions = {
  /** 0: any free port. */
  port: number;
  /** The folder of the journal, from which a restart restores everything. */
  dataDir: string;
  webhookUrl: string;
  /** One `whsec_…`, or several separated by commas; each of them signs every event. */
  webhookSecret: string;
  apiKey: string;
  /** The URL for browsers; by default `http://localhost:<port>`. */
  publicUrl?: string;
  /** How long a delayed payment from the payment page takes to succeed or fail. Default 5. */
  delayedSeconds?: number;
  /** The time in Unix milliseconds. */
  clock?: () => number;
};

export type StripeEmulator = {
  /** For the SDK: `new Stripe(key, { host: '127.0.0.1', port, protocol: 'http' })`. */
  url: string;
  port: number;
  close: () => Promise<void>;
};

/** Starts the Stripe emulator on 127.0.0.1. @throws if the port is in use. */
export async function startStripeEmulator(options: StripeEmulatorOptions): Promise<StripeEmulator> {
  const { clock = Date.now } = options;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const store = new Store(options.dataDir);
  const secrets = options.webhookSecret.split(',').map((secret) => secret.trim());
  const emulator: Emulator = {
    store,
    webhooks: new WebhookSender({ store, url: options.webhookUrl, secrets, clock }),
    publicUrl: (options.publicUrl ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    apiKey: options.apiKey,
    delayedSeconds: options.delayedSeconds ?? 5,
    clock,
    refundStatus: 'succeeded',
  };
  server.on('request', requestListener(emulator));
  const ticking = setInterval(() => {
    runClocks(emulator);
    emulator.webhooks.sendDue();
  }, TICK_MS);

  const close = async () => {
    clearInterval(ticking);
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await emulator.webhooks.close();
    await closed;
    store.close();
  };
  return { url: `http://127.0.0.1:${port}`, port, close };
}

function requestListener(emulator: Emulator) {
  const faults = new Faults();
  const api = new ApiHandler(emulator, faults);
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', emulator.publicUrl);
    const path = url.pathname;
    if (path === '/health') return sendJson(response, 200, { status: 'ok' });
    if (path === '/') return sendHtml(response, 200, indexPage(emulator));
    if (path.startsWith('/v1/')) return api.handle(request, response, url);
    if (path.startsWith('/c/pay/')) return handlePaymentPage(emulator, request, response, path);
    if (path.startsWith('/_test/')) return handleTestControl(emulator, faults, request, response, path);
    return sendJson(response, 404, { error: 'not found' });
  };
  return (request: IncomingMessage, response: ServerResponse) => {
    respond(request, response).catch((error: unknown) => {
      process.stderr.write(`Stripe emulator: ${error instanceof Error ? error.stack : error}\n`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'internal error' });
    });
  };
}
