import { isApiUrl } from '#lib/domain/api/base-path.ts';
import { bodyLimit } from '#lib/domain/body-limits.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { RequestExchange } from './request-exchange.ts';
import { sentenceBody } from './sentence-body.ts';

const SENTENCE = new ExpectedError('too-large').message;
const TEXT = { type: 'text/plain; charset=utf-8', body: SENTENCE };
const TOO_LARGE = {
  title: 'This is too large',
  sentence: 'The body is larger than this operation takes.',
  code: 'body-too-large',
} as const;
/**
 * A client that is still sending may read no response, so the rest is received and dropped for a while: milliseconds and
 * bytes.
 */
const LINGER_MS = 5_000;
const LINGER_BYTES = 64 * 1024 * 1024;

/**
 * Refuses a body that is larger than its route takes: by its declared length before anything of it is read, or, without
 * one, at the byte that is too many. Nobody behind this step sees the rest.
 */
export function limitBody(exchange: RequestExchange): void {
  const { request, url } = exchange;
  const limit = bodyLimit(url);
  const declared = request.headers['content-length'];
  // Node has checked that it is a number, and passes on exactly as many bytes.
  if (declared !== undefined && Number(declared) > limit) refuse(exchange);
  if (request.headers['transfer-encoding'] !== undefined) countChunks(exchange, limit);
}

/** Counts the bytes where Node's parser hands them to the request. */
function countChunks(exchange: RequestExchange, limit: number): void {
  const { request } = exchange;
  const { push } = request;
  let size = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    size += chunk?.length ?? 0;
    if (size <= limit) return push.call(request, chunk, encoding);
    refuse(exchange);
    return true;
  };
}

function refuse({ request, url, response, outgoing }: RequestExchange): void {
  // Somebody has answered without reading the body.
  if (response.headersSent) return void request.destroy();
  const end = outgoing.answer(413, isApiUrl(url) ? sentenceBody({ ...TOO_LARGE, request, url }) : TEXT);
  let dropped = 0;
  // Destroyed at last, so that readers of the body learn that it will never be complete.
  const close = () => end(() => request.destroy());
  const timer = setTimeout(close, LINGER_MS);
  request.once('close', () => clearTimeout(timer));
  request.push = (chunk: Buffer | null) => {
    dropped += chunk?.length ?? 0;
    if (chunk === null || dropped > LINGER_BYTES) close();
    return true;
  };
}
