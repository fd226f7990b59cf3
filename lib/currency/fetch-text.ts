import { RateServiceError } from './published-rates.ts';

const MAX_BYTES = 1_000_000;

/** For connecting and reading the whole response. */
const TIMEOUT_SECONDS = 10;

const ALLOWED_TYPES = /^((application|text)\/([\w.-]+\+)?(json|xml)|text\/plain)$/;

/**
 * The text at a URL of a rate service, within ten seconds and up to a megabyte.
 * @throws {RateServiceError} if that fails; `stop`'s reason once it is aborted
 */
export async function fetchText(url: string, stop: AbortSignal): Promise<string> {
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_SECONDS * 1000)]);
    const response = await fetch(url, { signal, headers: { accept: 'application/json, application/xml, text/xml' } });
    try {
      return await readBody(response);
    } finally {
      // An unread body would keep the connection busy.
      if (!response.bodyUsed) await response.body?.cancel();
    }
  } catch (error) {
    stop.throwIfAborted();
    throw toRateServiceError(error);
  }
}

async function readBody(response: Response): Promise<string> {
  if (response.status !== 200) throw new RateServiceError(`The service responded with status ${response.status}.`);
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type && !ALLOWED_TYPES.test(type)) {
    throw new RateServiceError(`The service sent ${type.slice(0, 40)}, which is neither JSON nor XML.`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Counted as received, not by Content-Length: the body may be compressed.
    if (size > MAX_BYTES) throw new RateServiceError('The service’s response is larger than 1 MB.');
    chunks.push(chunk);
  }
  if (size === 0) throw new RateServiceError('The service’s response is empty.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new RateServiceError('The service’s response is not valid UTF-8 text.');
  }
}

function toRateServiceError(error: unknown): RateServiceError {
  if (error instanceof RateServiceError) return error;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new RateServiceError(`The service did not respond within ${TIMEOUT_SECONDS} seconds.`);
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const reason = cause instanceof Error ? ('code' in cause && String(cause.code)) || cause.message : '';
  if (reason === 'redirect count exceeded') return new RateServiceError('The service redirects endlessly.');
  // fetch's message is “terminated” after the status line has arrived, “fetch failed” before that.
  const what =
    error instanceof Error && error.message === 'terminated'
      ? 'The service’s response was cut off'
      : 'The service could not be reached';
  return new RateServiceError(reason ? `${what} (${reason.slice(0, 80)}).` : `${what}.`);
}
