import type { IncomingMessage } from 'node:http';
import { ClosedEarlyError, describeNetworkError } from '#lib/outbound/describe-network-error.ts';
import { openRequest } from '#lib/outbound/open-request.ts';
import { type ResolveName, resolveTarget, type Target } from '#lib/outbound/resolve-target.ts';

export type WebhookRequest = { url: string; headers: Readonly<Record<string, string>>; body: string };

/** `error` is a sentence for the endpoint's owner; null if the response was 2xx. */
export type SendResult = { status: number | null; error: string | null; durationMs: number };

type Options = { resolveName?: ResolveName; timeoutMs?: number };

/** For looking up the name, connecting, sending and the head of the response together. */
const TIMEOUT_MS = 10_000;
/** What is read of a response, so that its server can end it in peace. */
const MAX_RESPONSE_BYTES = 4 * 1024;
const MAX_RESPONSE_MS = 1_000;

/**
 * Sends one webhook, to an address that was checked just before. Redirects are not followed, and nothing of the response's
 * body is stored or shown: it could be that of a machine which only the shop reaches.
 * @param stop interrupts it.
 * @returns null if it was interrupted: whether it has arrived is not known then.
 */
export async function sendWebhook(
  request: WebhookRequest,
  stop: AbortSignal,
  { resolveName, timeoutMs = TIMEOUT_MS }: Options = {},
): Promise<SendResult | null> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([stop, timeout]);
  const begun = performance.now();
  const result = (status: number | null, error: string | null): SendResult => ({
    status,
    error,
    durationMs: Math.round(performance.now() - begun),
  });
  try {
    const status = await post(await resolveTarget(request.url, signal, resolveName), request, signal);
    return result(status, describeStatus(status));
  } catch (error) {
    if (stop.aborted) return null;
    if (timeout.aborted) return result(null, `There was no response within ${timeoutMs / 1_000} seconds.`);
    return result(null, describeNetworkError(error));
  }
}

function post(target: Target, { headers, body }: WebhookRequest, signal: AbortSignal): Promise<number> {
  const options = { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) }, signal };
  return new Promise((resolve, reject) => {
    const request = openRequest(target, options, (response) => {
      request.removeListener('close', closedEarly);
      void discard(response).then(() => resolve(response.statusCode ?? 0));
    });
    // Without an error: the server wanted to go on in another protocol.
    const closedEarly = () => reject(new ClosedEarlyError());
    request.on('close', closedEarly);
    request.on('error', reject);
    request.end(body);
  });
}

function discard(response: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const end = () => {
      clearTimeout(timer);
      response.destroy();
      resolve();
    };
    const timer = setTimeout(end, MAX_RESPONSE_MS);
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_RESPONSE_BYTES) end();
    });
    response.on('end', end).on('error', end).on('close', end);
  });
}

function describeStatus(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `The response was ${status}, a redirect. Redirects are not followed.`;
  return `The response was ${status}.`;
}
