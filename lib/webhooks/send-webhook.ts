import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { ExpectedError } from '#lib/domain/errors.ts';
import { type ResolveName, resolveTarget, type Target } from './resolve-target.ts';

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
    return result(null, describeError(error));
  }
}

function post(target: Target, { headers, body }: WebhookRequest, signal: AbortSignal): Promise<number> {
  const { url } = target;
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    // A connection of its own: one that is kept could be to an address that is not allowed any more.
    agent: false,
    lookup: lookupOf(target),
    signal,
  };
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const request = client.request(url, options, (response) => {
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

class ClosedEarlyError extends Error {
  readonly code = 'ECONNRESET';
}

/** Instead of looking the name up a second time, which could lead elsewhere. Host and SNI stay the name. */
const lookupOf =
  ({ addresses }: Target): NonNullable<RequestOptions['lookup']> =>
  (_name, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };

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

const NETWORK_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused: nothing listens there.',
  ECONNRESET: 'The connection was closed before there was a response.',
  EPIPE: 'The connection was closed before there was a response.',
  ETIMEDOUT: 'The connection could not be made in time.',
  EHOSTUNREACH: 'The machine cannot be reached.',
  ENETUNREACH: 'The network cannot be reached.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate was not accepted: it is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate was not accepted: it is self-signed.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another name.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate was not accepted: its chain is incomplete.',
};

function describeError(error: unknown): string {
  if (error instanceof ExpectedError) return error.message;
  // Several addresses were tried.
  const one = error instanceof AggregateError ? error.errors[0] : error;
  const code = one instanceof Error && 'code' in one ? String(one.code) : '';
  return NETWORK_ERRORS[code] ?? `The request failed${code && ` (${code})`}.`;
}
