import type { IncomingMessage, ServerResponse } from 'node:http';
import { listView, messageFrame, messageView } from './message-pages.ts';
import type { MessageStore } from './message-store.ts';

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:";
/** A message may show pictures and open links in a new tab; scripts do not run. */
const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; sandbox allow-popups allow-popups-to-escape-sandbox";

/** Serves the pages and the small API of the development mail server. */
export function requestListener(store: MessageStore) {
  return (request: IncomingMessage, response: ServerResponse) => {
    respond(store, request, response).catch((error: unknown) => {
      process.stderr.write(`Development mail server: ${error instanceof Error ? error.stack : error}\n`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'internal error' });
    });
  };
}

async function respond(store: MessageStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const [, folder = '', id = '', part] = pathname.split('/');
  switch (`${request.method} ${pathname}`) {
    case 'GET /':
      return sendPage(response, listView(await store.list()), PAGE_POLICY);
    case 'GET /health':
      return sendJson(response, 200, { status: 'ok' });
    case 'GET /api/messages':
      return sendJson(response, 200, await store.list());
    case 'DELETE /api/messages':
      await store.clear();
      return sendJson(response, 200, {});
  }
  const message = request.method === 'GET' && folder === 'messages' ? await store.get(id) : null;
  if (!message) return sendJson(response, 404, { error: 'not found' });
  if (part === 'html') return sendPage(response, messageFrame(message), FRAME_POLICY);
  return sendPage(response, messageView(message), PAGE_POLICY);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(value, null, 2)}\n`);
}

function sendPage(response: ServerResponse, html: string, policy: string): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(html);
}
