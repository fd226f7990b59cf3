import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ClosedEarlyError, describeNetworkError } from './describe-network-error.ts';
import { openRequest } from './open-request.ts';
import { type ResolveName, resolveTarget, type Target } from './resolve-target.ts';

type Options = { resolveName?: ResolveName; timeoutMs?: number };

/** For looking up names, connecting, redirects and the head of the response together. */
const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Why there is no file at a URL; `message` is for the person whose URL it is. */
export class DownloadError extends Error {
  override name = 'DownloadError';
}

/**
 * Opens a file of the internet to be read, from an address that was checked just before; redirects are followed to others
 * that are checked in the same way. The reader limits size and time of the body, and cancels it.
 * @param stop interrupts it, the body too.
 * @throws {DownloadError}
 */
export async function openDownload(
  href: string,
  stop: AbortSignal,
  { resolveName, timeoutMs = TIMEOUT_MS }: Options = {},
): Promise<ReadableStream<Uint8Array>> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const signal = AbortSignal.any([stop, late.signal]);
  try {
    return await follow(href, signal, resolveName);
  } catch (error) {
    stop.throwIfAborted();
    if (error instanceof DownloadError) throw error;
    if (late.signal.aborted) throw new DownloadError(`There was no response within ${timeoutMs / 1_000} seconds.`);
    throw new DownloadError(describeNetworkError(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function follow(
  first: string,
  signal: AbortSignal,
  resolveName: ResolveName | undefined,
): Promise<ReadableStream<Uint8Array>> {
  let href = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await get(await resolveTarget(href, signal, resolveName), signal);
    const { statusCode: status = 0, headers } = response;
    if (status === 200) return Readable.toWeb(response) as ReadableStream<Uint8Array>;
    response.destroy();
    if (!REDIRECTS.has(status)) throw new DownloadError(`The response was ${status}.`);
    if (!headers.location || !URL.canParse(headers.location, href))
      throw new DownloadError(`The response was ${status}, a redirect to nowhere.`);
    href = new URL(headers.location, href).href;
    if (!/^https?:/.test(href)) throw new DownloadError(`The response was ${status}, a redirect to nowhere.`);
  }
  throw new DownloadError('There were too many redirects.');
}

function get(target: Target, signal: AbortSignal): Promise<IncomingMessage> {
  // A compressed body would be no picture.
  const headers = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'MakeYourSpace' };
  return new Promise((resolve, reject) => {
    const request = openRequest(target, { method: 'GET', headers, signal }, (response) => {
      request.removeListener('close', closedEarly);
      resolve(response);
    });
    const closedEarly = () => reject(new ClosedEarlyError());
    request.on('close', closedEarly);
    request.on('error', reject);
    request.end();
  });
}
