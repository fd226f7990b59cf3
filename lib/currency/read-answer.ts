import { RateServiceError } from './published-rates.ts';

const LARGEST_BYTES = 1_000_000;

/** To connect and read all of an answer, seconds. */
const PATIENCE = 10;

const READABLE = /^((application|text)\/([\w.-]+\+)?(json|xml)|text\/plain)$/;

/**
 * The text at an address of a rate service, within ten seconds and up to a megabyte.
 * @throws {RateServiceError} for every other outcome; the signal's reason once `stop` is aborted
 */
export async function readAnswer(url: string, stop: AbortSignal): Promise<string> {
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(PATIENCE * 1000)]);
    const response = await fetch(url, { signal, headers: { accept: 'application/json, application/xml, text/xml' } });
    try {
      return await readBody(response);
    } finally {
      // The connection is given back, also when the rest is of no interest.
      if (!response.bodyUsed) await response.body?.cancel();
    }
  } catch (error) {
    stop.throwIfAborted();
    throw explain(error);
  }
}

async function readBody(response: Response): Promise<string> {
  if (response.status !== 200) throw new RateServiceError(`The service answered with status ${response.status}.`);
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type && !READABLE.test(type)) {
    throw new RateServiceError(`The service sent ${type.slice(0, 40)}, which is neither JSON nor XML.`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // What comes is counted, not what was announced: it may be compressed.
    if (size > LARGEST_BYTES) throw new RateServiceError('The service’s answer is larger than 1 MB.');
    chunks.push(chunk);
  }
  if (size === 0) throw new RateServiceError('The service’s answer is empty.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new RateServiceError('The service’s answer is no text in UTF-8.');
  }
}

function explain(error: unknown): RateServiceError {
  if (error instanceof RateServiceError) return error;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new RateServiceError(`The service did not answer within ${PATIENCE} seconds.`);
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const reason = cause instanceof Error ? ('code' in cause && String(cause.code)) || cause.message : '';
  if (reason === 'redirect count exceeded') return new RateServiceError('The service redirects without end.');
  // fetch says «terminated» once there was a status, and «fetch failed» before.
  const what =
    error instanceof Error && error.message === 'terminated'
      ? 'The service’s answer was cut off'
      : 'The service could not be reached';
  return new RateServiceError(reason ? `${what} (${reason.slice(0, 80)}).` : `${what}.`);
}
