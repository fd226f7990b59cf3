import type { IncomingMessage, ServerResponse } from 'node:http';
import { listView, messageFrame, messageView } from './message-pages.ts';
import type { MessageStore } from './message-store.ts';
import { type Inbound, replyToMessage } from './reply-to-message.ts';

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:";
/** A message may show pictures and open links in a new tab; scripts do not run. */
const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; sandbox allow-popups allow-popups-to-escape-sandbox";

/** Bytes of a reply that somebody writes on the page. */
const MAX_REPLY_BYTES = 1_000_000;

/** Serves the pages and the small API of the development mail server. */
export function requestListener(store: MessageStore, inbound: Inbound | null) {
  return (request: IncomingMessage, response: ServerResponse) => {
    respond({ store, inbound }, request, response).catch((error: unknown) => {
      process.stderr.write(`Development mail server: ${error instanceof Error ? error.stack : error}\n`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'internal error' });
    });
  };
}

type Context = { store: MessageStore; inbound: Inbound | null };

async function respond({ store, inbound }: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
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
  if (request.method === 'POST' && folder === 'messages' && part === 'reply' && inbound) {
    const answered = await store.get(id);
    if (!answered?.replyTo) return sendJson(response, 404, { error: 'not found' });
    const text = new URLSearchParams(await readBody(request)).get('text') ?? '';
    const result = await replyToMessage(answered, text, inbound);
    return sendPage(response, messageView(answered, { canReply: true, result }), PAGE_POLICY);
  }
  const message = request.method === 'GET' && folder === 'messages' ? await store.get(id) : null;
  if (!message) return sendJson(response, 404, { error: 'not found' });
  if (part === 'html') return sendPage(response, messageFrame(message), FRAME_POLICY);
  return sendPage(response, messageView(message, { canReply: inbound !== null, result: '' }), PAGE_POLICY);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_REPLY_BYTES) throw new Error('the reply is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
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
