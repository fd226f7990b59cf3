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
  /** 0 takes any free port. */
  port: number;
  /** Where its journal lives; it finds everything again after a restart. */
  dataDir: string;
  webhookUrl: string;
  /** One `whsec_…` or several with commas between; each signs every event. */
  webhookSecret: string;
  apiKey: string;
  /** The address that people's browsers use; by default `http://localhost:<port>`. */
  publicUrl?: string;
  /** How long a delayed payment from the page takes to succeed or fail. Default 5. */
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

/** Starts a local Stripe on 127.0.0.1. @throws when the port is taken. */
export async function startStripeEmulator(options: StripeEmulatorOptions): Promise<StripeEmulator> {
  const { clock = Date.now } = options;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const store = new Store(options.dataDir);
  const secrets = options.webhookSecret.split(',').map((secret) => secret.trim());
  const standIn: Emulator = {
    store,
    webhooks: new WebhookSender({ store, url: options.webhookUrl, secrets, clock }),
    publicUrl: (options.publicUrl ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    apiKey: options.apiKey,
    delayedSeconds: options.delayedSeconds ?? 5,
    clock,
    refundStatus: 'succeeded',
  };
  server.on('request', requestListener(standIn));
  const ticking = setInterval(() => {
    runClocks(standIn);
    standIn.webhooks.sendDue();
  }, TICK_MS);

  const close = async () => {
    clearInterval(ticking);
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await standIn.webhooks.close();
    await closed;
    store.close();
  };
  return { url: `http://127.0.0.1:${port}`, port, close };
}

function requestListener(standIn: Emulator) {
  const faults = new Faults();
  const api = new ApiHandler(standIn, faults);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', standIn.publicUrl);
    const path = url.pathname;
    if (path === '/health') return sendJson(response, 200, { status: 'ok' });
    if (path === '/') return sendHtml(response, 200, indexPage(standIn));
    if (path.startsWith('/v1/')) return api.handle(request, response, url);
    if (path.startsWith('/c/pay/')) return handlePaymentPage(standIn, request, response, path);
    if (path.startsWith('/_test/')) return handleTestControl(standIn, faults, request, response, path);
    return sendJson(response, 404, { error: 'not found' });
  };
  return (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`Stripe stand-in: ${error instanceof Error ? error.stack : error}\n`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'internal error' });
    });
  };
}
